"use client"

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query"
import { Wallet } from "lucide-react"
import { useState } from "react"
import { PAYMENTS } from "@/components/messages/payments"
import { useMessages, useTexts } from "@/components/messages/provider"
import { Amount } from "@/components/ui/amount"
import { Button } from "@/components/ui/button"
import { Notice } from "@/components/ui/notice"
import { ProblemNotice } from "@/components/ui/problem-notice"
import { Skeleton } from "@/components/ui/skeleton"
import { call } from "@/lib/client/call"
import { shorten } from "@/lib/client/format"
import type { Config, SignIn } from "@/lib/client/types"
import { useWalletAddresses, type WalletAddress } from "./addresses"
import { hasRememberedWallet } from "./remembered"
import { NotSigned } from "./sign"
import { type ConnectedWallet, useWallet, WalletProvider } from "./wallet-provider"

/** The text is good for five minutes. */
const RENEW_MS = 240_000

/** Everything of a sign-in that needs wallet code: connect, choose among the wallet's addresses, sign the text. */
export default function WalletSignInPanel({ config }: { config: Config }) {
  const [isRemembered] = useState(hasRememberedWallet)
  return (
    <div data-testid="wallet-sign-in-panel">
      <WalletProvider config={config} openAtOnce={!isRemembered}>
        <Connect />
      </WalletProvider>
    </div>
  )
}

function Connect() {
  const t = useTexts(PAYMENTS).signIn
  const { connected, open } = useWallet()
  if (connected) return <Choose key={`${connected.name} ${connected.account}`} wallet={connected} />
  return (
    <Button autoFocus onClick={open} data-testid="connect-wallet">
      <Wallet aria-hidden className="size-5" />
      {t.connect}
    </Button>
  )
}

/** Most wallets have one address here, and nothing is asked. An Ethereum wallet has several. */
function Choose({ wallet }: { wallet: ConnectedWallet }) {
  const t = useTexts(PAYMENTS).signIn
  const { kinds } = useMessages().checkout.connect
  const { disconnect } = useWallet()
  const addresses = useWalletAddresses(() => false)
  const [chosen, setChosen] = useState<WalletAddress | null>(null)
  const other = (
    <Button variant="ghost" onClick={disconnect}>
      {t.other}
    </Button>
  )
  if (!addresses.data)
    return addresses.isError ? (
      <ProblemNotice error={addresses.error} action={other} />
    ) : (
      <Skeleton className="h-11 w-full rounded-lg" />
    )
  const own = chosen ?? (addresses.data.length === 1 ? addresses.data[0] : undefined)
  if (own) return <Sign address={own.address} wallet={wallet} other={other} />
  if (addresses.data.length === 0) return <Notice tone="warn" title={t.noAddress} action={other} />
  return (
    <fieldset className="space-y-2" data-testid="choose-address">
      <legend className="mb-2 text-sm font-medium">{t.choose}</legend>
      {addresses.data.map((each) => (
        <Button
          key={each.address}
          variant="secondary"
          wide
          className="justify-between! text-sm"
          onClick={() => setChosen(each)}
          data-address={each.address}
        >
          <span>
            {kinds[each.kind]} <span className="font-normal text-muted">{shorten(each.address)}</span>
          </span>
          <Amount shannons={each.balance} />
        </Button>
      ))}
    </fieldset>
  )
}

interface SignProps {
  address: string
  wallet: ConnectedWallet
  other: React.ReactNode
}

/** The text is fetched before the click: a wallet's window may open only from the click itself (JoyID's). */
function Sign({ address, wallet, other }: SignProps) {
  const t = useTexts(PAYMENTS).signIn
  const queries = useQueryClient()
  const begun = useQuery({
    queryKey: ["sign-in", address],
    queryFn: async () => (await call("POST", "/api/session/nonce", { body: { address } })).data,
    refetchInterval: RENEW_MS,
    gcTime: 0,
  })
  const signIn = useMutation({
    mutationFn: async ({ nonce, message }: SignIn) => {
      const { signature, identity } = await wallet.signer.signMessage(message).catch((error: unknown) => {
        throw new NotSigned("", { cause: error })
      })
      return (await call("POST", "/api/session", { body: { address, nonce, signature, identity } })).data
    },
    // What was closed to this browser may be open now.
    onSuccess: () => queries.invalidateQueries(),
    onError: () => begun.refetch(),
  })
  const error = signIn.error ?? begun.error
  const ready = begun.data
  return (
    <div className="space-y-4">
      <p className="text-sm">
        {t.text} <span className="text-muted tabular-nums">{shorten(address)}</span>
      </p>
      {error instanceof NotSigned ? (
        <Notice title={t.notSigned.title} testId="not-signed">
          <p>{t.notSigned.text}</p>
        </Notice>
      ) : error ? (
        <ProblemNotice error={error} testId="sign-in-failed" />
      ) : null}
      <div className="flex flex-wrap gap-2">
        <Button
          busy={signIn.isPending}
          disabled={!ready}
          onClick={() => ready && signIn.mutate(ready)}
          data-testid="sign-in-sign"
        >
          {signIn.isPending ? t.signing : t.sign}
        </Button>
        {other}
      </div>
    </div>
  )
}
