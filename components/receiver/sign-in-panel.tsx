"use client"

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query"
import { useTexts } from "@/components/messages/provider"
import { RECEIVER } from "@/components/messages/receiver"
import { Button } from "@/components/ui/button"
import { Notice } from "@/components/ui/notice"
import { ProblemNotice } from "@/components/ui/problem-notice"
import { NotSigned } from "@/components/wallet/sign"
import { WalletProvider } from "@/components/wallet/wallet-provider"
import { call } from "@/lib/client/call"
import { rememberOwnAddress } from "@/lib/client/own-address"
import type { Config, SignIn } from "@/lib/client/types"
import { type Owner, OwnersWallet } from "./owners-wallet"

/** The text is good for five minutes. */
const RENEW_MS = 240_000

/** Everything of a sign-in that needs wallet code: connect the owner's wallet, sign the text. */
export default function SignInPanel({ address, config }: { address: string; config: Config }) {
  return (
    <div data-testid="sign-in-panel">
      <WalletProvider config={config}>
        <OwnersWallet address={address}>
          {(owner) => <SignStep address={address} owner={owner} onSignedIn={() => rememberOwnAddress(address)} />}
        </OwnersWallet>
      </WalletProvider>
    </div>
  )
}

interface SignStepProps {
  address: string
  owner: Owner
  onSignedIn: () => void
}

/** The text is fetched before the click: a wallet's window may open only from the click itself (JoyID's). */
export function SignStep({ address, owner, onSignedIn }: SignStepProps) {
  const t = useTexts(RECEIVER).signIn
  const queries = useQueryClient()
  const begun = useQuery({
    queryKey: ["sign-in", address],
    queryFn: async () => (await call("POST", "/api/session/nonce", { body: { address } })).data,
    refetchInterval: RENEW_MS,
    gcTime: 0,
  })
  const signIn = useMutation({
    mutationFn: async ({ nonce, message }: SignIn) => {
      const { signature, identity } = await owner.signer.signMessage(message).catch((error: unknown) => {
        throw new NotSigned("", { cause: error })
      })
      const body = { address, nonce, signature, identity }
      return (await call("POST", "/api/session", { body })).data
    },
    // What was closed to this browser may be open now.
    onSuccess: () => {
      onSignedIn()
      return queries.invalidateQueries()
    },
    onError: () => begun.refetch(),
  })
  const error = signIn.error ?? begun.error
  const ready = begun.data
  return (
    <div className="space-y-4">
      <p className="text-sm text-muted">{t.text}</p>
      {error ? <Failed error={error} /> : null}
      <Button
        busy={signIn.isPending}
        disabled={!ready}
        onClick={() => ready && signIn.mutate(ready)}
        data-testid="sign-in-sign"
      >
        {signIn.isPending ? t.signing : t.sign}
      </Button>
    </div>
  )
}

function Failed({ error }: { error: Error }) {
  const t = useTexts(RECEIVER).signIn
  if (!(error instanceof NotSigned)) return <ProblemNotice error={error} testId="sign-in-failed" />
  return (
    <Notice title={t.notSigned.title} testId="not-signed">
      <p>{t.notSigned.text}</p>
    </Notice>
  )
}
