"use client"

import { ChevronRight, Wallet } from "lucide-react"
import { useRouter } from "next/navigation"
import { useCallback, useEffect, useState } from "react"
import { useMessages, useTexts } from "@/components/messages/provider"
import { RECEIVE } from "@/components/messages/receive"
import { Amount } from "@/components/ui/amount"
import { Button } from "@/components/ui/button"
import { Notice } from "@/components/ui/notice"
import { ProblemNotice } from "@/components/ui/problem-notice"
import { Skeleton } from "@/components/ui/skeleton"
import { useWalletAddresses, type WalletAddress } from "@/components/wallet/addresses"
import { hasRememberedWallet } from "@/components/wallet/remembered"
import { type ConnectedWallet, useWallet, WalletProvider } from "@/components/wallet/wallet-provider"
import { shorten } from "@/lib/client/format"
import { rememberOwnAddress } from "@/lib/client/own-address"
import { useWalletSession } from "@/lib/client/receiver-queries"
import type { Config } from "@/lib/client/types"
import { SignStep } from "./sign-in-panel"

/** Connects a wallet and leads to its dashboard; where balances are private, by way of a signature. */
export default function WalletStart({ config }: { config: Config }) {
  const [isRemembered] = useState(hasRememberedWallet)
  return (
    <WalletProvider config={config} openAtOnce={!isRemembered}>
      <Connect config={config} />
    </WalletProvider>
  )
}

function Connect({ config }: { config: Config }) {
  const t = useTexts(RECEIVE).start
  const { connected, open } = useWallet()
  if (connected) return <Choose key={`${connected.name} ${connected.account}`} config={config} wallet={connected} />
  return (
    <Button wide autoFocus onClick={open} data-testid="connect-wallet">
      <Wallet aria-hidden className="size-5" />
      {t.wallet}
    </Button>
  )
}

/** Most wallets have one address here, and nothing is asked. An Ethereum wallet has several. */
function Choose({ config, wallet }: { config: Config; wallet: ConnectedWallet }) {
  const t = useTexts(RECEIVE).start
  const router = useRouter()
  const session = useWalletSession()
  const { disconnect } = useWallet()
  const addresses = useWalletAddresses(() => false)
  const [chosen, setChosen] = useState<WalletAddress | null>(null)
  const only = addresses.data?.length === 1 ? addresses.data[0] : undefined
  const own = chosen ?? only
  const mustSign = config.network !== "devnet" && own !== undefined && session.data?.address !== own.address
  const goTo = useCallback(
    (address: string) => {
      rememberOwnAddress(address)
      router.push(`/receiver/${address}`)
    },
    [router],
  )
  const isDone = own !== undefined && session.data !== undefined && !mustSign
  useEffect(() => {
    if (isDone) goTo(own.address)
  }, [isDone, own, goTo])

  if (!addresses.data) {
    if (addresses.isError) return <ProblemNotice error={addresses.error} />
    return (
      <div role="status">
        <span className="sr-only">{t.reading}</span>
        <Skeleton className="h-11 w-full rounded-lg" />
      </div>
    )
  }
  if (addresses.data.length === 0) {
    return (
      <Notice
        tone="warn"
        title={t.noAddress}
        testId="no-address"
        action={
          <Button variant="secondary" onClick={disconnect}>
            {t.another}
          </Button>
        }
      />
    )
  }
  if (!own) return <Addresses addresses={addresses.data} onChoose={setChosen} />
  if (!mustSign) return <Skeleton className="h-11 w-full rounded-lg" />
  return (
    <SignStep
      address={own.address}
      owner={{ lock: own.lock, signer: wallet.signer }}
      onSignedIn={() => goTo(own.address)}
    />
  )
}

interface AddressesProps {
  addresses: WalletAddress[]
  onChoose: (address: WalletAddress) => void
}

function Addresses({ addresses, onChoose }: AddressesProps) {
  const t = useTexts(RECEIVE).start
  const { kinds } = useMessages().checkout.connect
  return (
    <section aria-labelledby="choose-address" className="space-y-2" data-testid="choose-address">
      <h2 id="choose-address" className="font-medium">
        {t.choose}
      </h2>
      <ul className="space-y-2">
        {addresses.map((each) => (
          <li key={each.address}>
            <button
              type="button"
              onClick={() => onChoose(each)}
              data-testid="own-address"
              data-address={each.address}
              className="flex min-h-11 w-full items-center gap-3 rounded-lg border border-line-strong px-3 py-2 text-left text-sm hover:bg-sunken"
            >
              <span className="min-w-0 flex-1">
                <span className="block font-medium">{kinds[each.kind]}</span>
                <span className="block text-muted tabular-nums">{shorten(each.address)}</span>
              </span>
              <Amount shannons={each.balance} />
              <ChevronRight aria-hidden className="size-5 shrink-0 text-muted" />
            </button>
          </li>
        ))}
      </ul>
    </section>
  )
}
