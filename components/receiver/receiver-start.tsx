"use client"

import { useQueryClient } from "@tanstack/react-query"
import { Wallet } from "lucide-react"
import dynamic from "next/dynamic"
import Link from "next/link"
import { useState } from "react"
import { useTexts } from "@/components/messages/provider"
import { RECEIVE } from "@/components/messages/receive"
import { Button } from "@/components/ui/button"
import { Shortened } from "@/components/ui/shortened"
import { checkAddress } from "@/lib/client/address"
import { call } from "@/lib/client/call"
import { forgetOwnAddress, useOwnAddress } from "@/lib/client/own-address"
import { useConfig } from "@/lib/client/queries"
import { useWalletSession } from "@/lib/client/receiver-queries"
import type { Config } from "@/lib/client/types"
import { useHydrated } from "@/lib/client/use-hydrated"
import { ReceiverForm } from "./receiver-form"

const loadWallet = () => import("./wallet-start")
/** Wallet code is large: it comes when somebody reaches for the button. */
const WalletStart = dynamic(loadWallet, { ssr: false, loading: () => <WalletButton busy /> })

/**
 * The way to one's own dashboard: by one press where this browser knows whose it is, else by the wallet, and at last by
 * an address.
 */
export function ReceiverStart() {
  const t = useTexts(RECEIVE).start
  const { data: config } = useConfig()
  const { data: session } = useWalletSession()
  const kept = useOwnAddress()
  const known = session?.address ?? kept
  const isKnown = known !== null && known !== undefined && config && checkAddress(known, config.network) === "ok"
  const isReady = useHydrated() && config
  return (
    <div className="space-y-6">
      {isKnown ? <Known address={known} /> : null}
      {isReady ? <ByWallet config={config} isAnother={Boolean(isKnown)} /> : <WalletButton busy disabled />}
      <p className="flex items-center gap-4 text-sm text-muted before:h-px before:flex-1 before:bg-line after:h-px after:flex-1 after:bg-line">
        {t.or}
      </p>
      <ReceiverForm />
    </div>
  )
}

function Known({ address }: { address: string }) {
  const t = useTexts(RECEIVE).start
  const queries = useQueryClient()
  const forget = async () => {
    forgetOwnAddress()
    // Whoever is to be forgotten does not want to stay signed in; if that fails, the session ends by itself.
    await call("POST", "/api/session/end").catch(() => {})
    await queries.invalidateQueries()
  }
  return (
    <div className="space-y-2" data-testid="known-receiver">
      <Button asChild wide>
        <Link href={`/receiver/${address}`} data-testid="open-dashboard">
          {t.open}
        </Link>
      </Button>
      <div className="flex flex-wrap items-center justify-between gap-2">
        <Shortened text={address} label={t.open} className="text-sm" />
        <Button variant="ghost" className="-mr-4 text-sm" onClick={forget} data-testid="forget-receiver">
          {t.forget}
        </Button>
      </div>
    </div>
  )
}

function ByWallet({ config, isAnother }: { config: Config; isAnother: boolean }) {
  const t = useTexts(RECEIVE).start
  const [isWanted, setIsWanted] = useState(false)
  if (isWanted) return <WalletStart config={config} />
  return (
    <div className="space-y-2">
      <WalletButton
        variant={isAnother ? "secondary" : "primary"}
        isAnother={isAnother}
        onClick={() => setIsWanted(true)}
        onPointerEnter={loadWallet}
        onFocus={loadWallet}
      />
      {isAnother ? null : <p className="text-sm text-muted">{t.walletText}</p>}
    </div>
  )
}

function WalletButton({ isAnother, ...props }: React.ComponentProps<typeof Button> & { isAnother?: boolean }) {
  const t = useTexts(RECEIVE).start
  return (
    <Button wide {...props} data-testid="continue-with-wallet">
      <Wallet aria-hidden className="size-5" />
      {isAnother ? t.another : t.wallet}
    </Button>
  )
}
