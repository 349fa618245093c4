"use client"

import { ccc } from "@ckb-ccc/connector-react"
import { ArrowLeft, LoaderCircle } from "lucide-react"
import { useRef, useState } from "react"
import { useMessages, useTexts } from "@/components/messages/provider"
import { WALLET } from "@/components/messages/wallet"
import { Button } from "@/components/ui/button"
import DialogWindow from "@/components/ui/dialog-window"
import { Notice } from "@/components/ui/notice"
import { Skeleton } from "@/components/ui/skeleton"

interface WalletDialogProps {
  wallets: ccc.WalletWithSigners[]
  isOpen: boolean
  onOpenChange: (isOpen: boolean) => void
  /** the wallet has let this page in */
  onChosen: (wallet: ccc.Wallet, signer: ccc.SignerInfo) => void
}

/** What the dialog shows: all wallets, the signers of one, or one that is being asked. */
type Stage =
  | { step: "wallets" }
  | { step: "signers"; wallet: ccc.WalletWithSigners }
  | { step: "opening"; wallet: ccc.WalletWithSigners; signer: ccc.SignerInfo; problem: string | null }

/** Chooses a wallet, and where it signs for several chains, for which. */
export function WalletDialog({ wallets, isOpen, onOpenChange, onChosen }: WalletDialogProps) {
  const t = useTexts(WALLET)
  const [stage, setStage] = useState<Stage>({ step: "wallets" })
  /** counts what was begun: what a wallet answers to something earlier changes nothing any more */
  const attempt = useRef(0)

  function begin(next: Stage) {
    attempt.current += 1
    setStage(next)
  }

  function show(isNowOpen: boolean) {
    begin({ step: "wallets" })
    onOpenChange(isNowOpen)
  }

  // Not by a mutation: a wallet's own window may open only within the click itself (JoyID's).
  async function open(wallet: ccc.WalletWithSigners, signer: ccc.SignerInfo) {
    begin({ step: "opening", wallet, signer, problem: null })
    const mine = attempt.current
    const problem = await connect(signer.signer)
    if (attempt.current !== mine) return
    if (problem !== null) return setStage({ step: "opening", wallet, signer, problem })
    onChosen(wallet, signer)
    show(false)
  }

  const titles = {
    wallets: () => t.title,
    signers: (name: string) => t.which(name),
    opening: (name: string) => t.opening(name),
  }
  const title = titles[stage.step]("wallet" in stage ? stage.wallet.name : "")
  const description = stage.step === "wallets" ? t.text : undefined
  return (
    <DialogWindow title={title} description={description} open={isOpen} onOpenChange={show} testId="wallet-dialog">
      {stage.step === "wallets" ? (
        <Wallets wallets={wallets} onSigners={(wallet) => begin({ step: "signers", wallet })} onOpen={open} />
      ) : (
        <div className="space-y-4">
          {stage.step === "signers" ? (
            <Signers wallet={stage.wallet} onOpen={open} />
          ) : (
            <Opening {...stage} retry={() => open(stage.wallet, stage.signer)} />
          )}
          <Button variant="ghost" onClick={() => begin({ step: "wallets" })}>
            <ArrowLeft aria-hidden className="size-5" />
            {t.others}
          </Button>
        </div>
      )}
    </DialogWindow>
  )
}

/** @returns why it is not connected, in the wallet's words, which may be none; null when it is */
async function connect(signer: ccc.Signer): Promise<string | null> {
  try {
    await signer.connect()
    return (await signer.isConnected()) ? null : ""
  } catch (error) {
    const said = typeof error === "object" && error !== null && "message" in error ? error.message : ""
    return typeof said === "string" ? said : ""
  }
}

/** Only a link to where the wallet is installed, or to its app. */
const isLink = ({ signers }: ccc.WalletWithSigners) => signers.every(({ signer }) => signer instanceof ccc.SignerDummy)

interface WalletsProps {
  wallets: ccc.WalletWithSigners[]
  onSigners: (wallet: ccc.WalletWithSigners) => void
  onOpen: (wallet: ccc.WalletWithSigners, signer: ccc.SignerInfo) => void
}

function Wallets({ wallets, onSigners, onOpen }: WalletsProps) {
  const t = useTexts(WALLET)
  if (wallets.length === 0) {
    return (
      <div role="status" className="space-y-2">
        <span className="sr-only">{t.finding}</span>
        <Skeleton className="h-14 w-full rounded-lg" />
        <Skeleton className="h-14 w-full rounded-lg" />
      </div>
    )
  }
  function choose(wallet: ccc.WalletWithSigners) {
    const [first, ...more] = wallet.signers
    if (isLink(wallet)) return void first?.signer.connect()
    if (more.length > 0) onSigners(wallet)
    else if (first) onOpen(wallet, first)
  }
  const inOrder = [...wallets.filter((each) => !isLink(each)), ...wallets.filter(isLink)]
  return (
    <ul className="space-y-2">
      {inOrder.map((wallet) => (
        <li key={wallet.name}>
          <Button variant="secondary" wide className="min-h-14 justify-start!" onClick={() => choose(wallet)}>
            <WalletIcon wallet={wallet} />
            <span>{wallet.name}</span>
            {isLink(wallet) ? (
              <span className="ml-auto text-right text-sm font-normal text-muted">{t.opensElsewhere}</span>
            ) : null}
          </Button>
        </li>
      ))}
    </ul>
  )
}

function Signers({ wallet, onOpen }: { wallet: ccc.WalletWithSigners; onOpen: WalletsProps["onOpen"] }) {
  const t = useTexts(WALLET)
  return (
    <ul className="space-y-2">
      {wallet.signers.map((signer) => (
        <li key={signer.name}>
          <Button variant="secondary" wide className="min-h-14 justify-start!" onClick={() => onOpen(wallet, signer)}>
            <WalletIcon wallet={wallet} />
            <span>{t.chains[signer.name] ?? signer.name}</span>
          </Button>
        </li>
      ))}
    </ul>
  )
}

interface OpeningProps {
  wallet: ccc.Wallet
  problem: string | null
  retry: () => void
}

function Opening({ wallet, problem, retry }: OpeningProps) {
  const t = useTexts(WALLET)
  const { common } = useMessages()
  if (problem === null) {
    return (
      <p role="status" className="flex items-center gap-3">
        <WalletIcon wallet={wallet} />
        <span className="flex-1">{t.confirm}</span>
        <LoaderCircle aria-hidden className="size-5 motion-safe:animate-spin" />
      </p>
    )
  }
  return (
    <Notice
      tone="danger"
      title={t.failed(wallet.name)}
      testId="wallet-failed"
      action={
        <Button variant="secondary" onClick={retry}>
          {common.tryAgain}
        </Button>
      }
    >
      <p>{t.failedText}</p>
      {problem === "" ? null : (
        <details>
          <summary className="inline-flex min-h-11 items-center font-medium underline">{common.details}</summary>
          <p>{problem}</p>
        </details>
      )}
    </Notice>
  )
}

function WalletIcon({ wallet }: { wallet: ccc.Wallet }) {
  // biome-ignore lint/performance/noImgElement: wallets give their icons as data addresses
  return <img src={wallet.icon} alt="" className="size-8 shrink-0 rounded-md" />
}
