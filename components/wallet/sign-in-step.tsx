"use client"

import type { ccc } from "@ckb-ccc/connector-react"
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query"
import { PAYMENTS } from "@/components/messages/payments"
import { useTexts } from "@/components/messages/provider"
import { Button } from "@/components/ui/button"
import { Notice } from "@/components/ui/notice"
import { ProblemNotice } from "@/components/ui/problem-notice"
import { call } from "@/lib/client/call"
import type { SignIn } from "@/lib/client/types"
import { NotSigned } from "@/lib/review/sign"

/** The text is good for five minutes. */
const RENEW_MS = 240_000

interface SignInStepProps {
  address: string
  signer: ccc.Signer
  onSignedIn?: () => void
  /** of the address, behind what is said of the signature */
  note?: React.ReactNode
  /** another way, beside the button */
  other?: React.ReactNode
}

/**
 * The signature by which a wallet shows whose address it is. The text is fetched before the click: a wallet's window
 * may open only from the click itself (JoyID's).
 */
export function SignInStep({ address, signer, onSignedIn, note, other }: SignInStepProps) {
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
      const { signature, identity } = await signer.signMessage(message).catch((error: unknown) => {
        throw new NotSigned("", { cause: error })
      })
      const body = { address, nonce, signature, identity }
      return (await call("POST", "/api/session", { body })).data
    },
    // What was closed to this browser may be open now.
    onSuccess: () => {
      onSignedIn?.()
      return queries.invalidateQueries()
    },
    onError: () => begun.refetch(),
  })
  const error = signIn.error ?? begun.error
  const ready = begun.data
  return (
    <div className="space-y-4">
      <p className="text-sm text-muted">
        {t.text} {note}
      </p>
      {error ? <Failed error={error} /> : null}
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

function Failed({ error }: { error: Error }) {
  const t = useTexts(PAYMENTS).signIn
  if (!(error instanceof NotSigned)) return <ProblemNotice error={error} testId="sign-in-failed" />
  return (
    <Notice title={t.notSigned.title} testId="not-signed">
      <p>{t.notSigned.text}</p>
    </Notice>
  )
}
