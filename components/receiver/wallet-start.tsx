"use client"

import { Wallet } from "lucide-react"
import { useRouter } from "next/navigation"
import { useCallback, useEffect, useState } from "react"
import { useTexts } from "@/components/messages/provider"
import { RECEIVE } from "@/components/messages/receive"
import { Button } from "@/components/ui/button"
import { Notice } from "@/components/ui/notice"
import { ProblemNotice } from "@/components/ui/problem-notice"
import { Skeleton } from "@/components/ui/skeleton"
import { AddressList } from "@/components/wallet/address-list"
import { useWalletAddresses, type WalletAddress } from "@/components/wallet/addresses"
import { hasRememberedWallet } from "@/components/wallet/remembered"
import { SignInStep } from "@/components/wallet/sign-in-step"
import { type ConnectedWallet, useWallet, WalletProvider } from "@/components/wallet/wallet-provider"
import { rememberOwnAddress } from "@/lib/client/own-address"
import { useWalletSession } from "@/lib/client/receiver-queries"
import type { Config } from "@/lib/client/types"

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
  if (!own) return <AddressList title={t.choose} addresses={addresses.data} onChoose={setChosen} />
  if (!mustSign) return <Skeleton className="h-11 w-full rounded-lg" />
  return <SignInStep address={own.address} signer={wallet.signer} onSignedIn={() => goTo(own.address)} />
}
