"use client"

import { useInfiniteQuery, useMutation, useQueryClient } from "@tanstack/react-query"
import { PAYMENTS } from "@/components/messages/payments"
import { useTexts } from "@/components/messages/provider"
import { Button } from "@/components/ui/button"
import { Card, CardHead } from "@/components/ui/card"
import { LoadMore } from "@/components/ui/load-more"
import { ProblemNotice } from "@/components/ui/problem-notice"
import { Shortened } from "@/components/ui/shortened"
import { Skeleton } from "@/components/ui/skeleton"
import { WalletSignIn } from "@/components/wallet/wallet-sign-in"
import { call } from "@/lib/client/call"
import { displayCkb } from "@/lib/client/format"
import { useWalletSession } from "@/lib/client/receiver-queries"
import type { Config, Payment, PaymentStatus } from "@/lib/client/types"
import { matches } from "./matches"
import { PaymentRow } from "./payment-row"

const PAGE = "100"
/** What was never signed is no payment to the one who looks for theirs; anybody may have prepared it in their name. */
const NEVER_SIGNED: readonly PaymentStatus[] = ["prepared", "cancelled", "expired"]

/** What a wallet has paid, on any device: for whoever has signed in with it. */
export function WalletPayments({ config, search }: { config: Config; search: string }) {
  const t = useTexts(PAYMENTS).wallet
  const session = useWalletSession()
  const address = session.data?.address ?? null
  return (
    <Card aria-labelledby="by-wallet" data-testid="payments-by-wallet">
      <CardHead id="by-wallet" title={t.title} description={t.text} action={address ? <SignOut /> : null} />
      {address ? (
        <>
          <p className="mb-2 flex flex-wrap items-baseline gap-x-2 text-sm">
            <span className="text-muted">{t.of}</span>
            <Shortened text={address} label={t.of} testId="signed-in-address" />
          </p>
          <PaidBy address={address} search={search} />
        </>
      ) : session.data ? (
        <WalletSignIn config={config} />
      ) : (
        <Skeleton className="h-11 w-56 rounded-lg" />
      )}
    </Card>
  )
}

function PaidBy({ address, search }: { address: string; search: string }) {
  const t = useTexts(PAYMENTS)
  const query = useInfiniteQuery({
    queryKey: ["paid-by", address],
    queryFn: ({ pageParam, signal }) =>
      call("GET", "/api/payment/sender/{address}", {
        params: { address },
        query: { limit: PAGE, cursor: pageParam },
        signal,
      }),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.nextCursor,
  })
  if (!query.data)
    return query.isError ? <ProblemNotice error={query.error} /> : <Skeleton className="h-28 w-full rounded-xl" />
  const payments = query.data.pages.flatMap(({ data }) => data).filter(({ status }) => !NEVER_SIGNED.includes(status))
  const found = payments.filter((payment) => matches(search, wordsOf(payment)))
  return (
    <>
      {payments.length === 0 && !query.hasNextPage ? <p>{t.wallet.empty}</p> : null}
      {payments.length > 0 && found.length === 0 ? <p>{t.noMatch}</p> : null}
      <ul className="divide-y divide-line">
        {found.map((payment) => (
          <PaymentRow key={payment.id} payment={payment} />
        ))}
      </ul>
      <LoadMore query={query} />
    </>
  )
}

function SignOut() {
  const t = useTexts(PAYMENTS).wallet
  const queries = useQueryClient()
  const signOut = useMutation({
    mutationFn: () => call("POST", "/api/session/end"),
    onSuccess: () => queries.invalidateQueries(),
  })
  return (
    <Button variant="ghost" busy={signOut.isPending} onClick={() => signOut.mutate()} data-testid="wallet-sign-out">
      {t.signOut}
    </Button>
  )
}

function wordsOf({ id, amount, info, message, reference, link, receiver }: Payment): (string | null | undefined)[] {
  return [String(id), displayCkb(amount), info, message, reference, link?.title, receiver]
}
