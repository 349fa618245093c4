"use client"

import { useMutation, useQuery } from "@tanstack/react-query"
import { useTexts } from "@/components/messages/provider"
import { RECEIVE } from "@/components/messages/receive"
import { Amount } from "@/components/ui/amount"
import { Button } from "@/components/ui/button"
import { FullScreen } from "@/components/ui/full-screen"
import { Notice } from "@/components/ui/notice"
import { ProblemNotice } from "@/components/ui/problem-notice"
import { QrCode } from "@/components/ui/qr-code"
import { Skeleton } from "@/components/ui/skeleton"
import { call, dataOf } from "@/lib/client/call"
import { displayCkb } from "@/lib/client/format"
import { ApiError } from "@/lib/client/http"
import type { Config, PaymentLink } from "@/lib/client/types"
import { ChargePaid } from "./charge-paid"

/** Somebody stands there and waits. */
const LOOK_MS = 1_000

interface ChargeScreenProps {
  slug: string
  config: Config
  onDone: () => void
  onCancelled: () => void
}

/** One code on the whole screen until it is paid, then how far its payment is. Closing it before ends the code. */
export function ChargeScreen({ slug, config, onDone, onCancelled }: ChargeScreenProps) {
  const t = useTexts(RECEIVE).counter
  const charge = useCharge(slug)
  const cancel = useMutation({
    mutationFn: () => call("POST", "/api/link/{slug}/close", { params: { slug } }),
    // It may have been paid at the last moment: then that is to be seen.
    onSuccess: ({ data }) => (data.status === "used" ? charge.refetch() : onCancelled()),
  })
  const { link, paymentId } = charge.data ?? {}
  const isWaiting = link?.status === "active"
  const close = () => (isWaiting ? cancel.mutate() : onDone())
  return (
    <FullScreen title={link?.title ?? t.title} open onOpenChange={(open) => !open && close()} testId="charge">
      {charge.isError ? <Trouble error={charge.error} /> : null}
      {cancel.isError ? <ProblemNotice error={cancel.error} /> : null}
      {link && paymentId ? (
        <ChargePaid
          key={paymentId}
          id={paymentId}
          config={config}
          onNext={onDone}
          onAgain={() => void charge.refetch()}
        />
      ) : null}
      {link && isWaiting ? (
        <Waiting link={link} onCancel={() => cancel.mutate()} isCancelling={cancel.isPending} />
      ) : null}
      {link && !isWaiting && link.status !== "used" ? (
        <Notice title={t.over} testId="charge-over" action={<Button onClick={onDone}>{t.next}</Button>}>
          <p>{t.overText}</p>
        </Notice>
      ) : null}
      {link || charge.isError ? null : <Skeleton className="mx-auto aspect-square w-full max-w-sm rounded-xl" />}
    </FullScreen>
  )
}

/** The code, and the payment by it once there is one: a code that is for one payment is then used. */
function useCharge(slug: string) {
  return useQuery({
    queryKey: ["charge", slug],
    queryFn: async ({ signal }) => {
      const params = { slug }
      const link = await dataOf(call("GET", "/api/link/{slug}", { params, signal }))
      if (link.status !== "used") return { link, paymentId: null }
      const { payment_id } = await dataOf(call("GET", "/api/link/{slug}/payment", { params, signal }))
      return { link, paymentId: payment_id }
    },
    refetchInterval: ({ state }) => (state.data?.paymentId ? false : LOOK_MS),
    refetchIntervalInBackground: true,
    retry: false,
  })
}

function Trouble({ error }: { error: Error }) {
  const t = useTexts(RECEIVE).counter
  if (!(error instanceof ApiError && error.isTransient)) return <ProblemNotice error={error} />
  return <Notice tone="warn" title={t.offline} testId="charge-offline" />
}

interface WaitingProps {
  link: PaymentLink
  onCancel: () => void
  isCancelling: boolean
}

function Waiting({ link, onCancel, isCancelling }: WaitingProps) {
  const t = useTexts(RECEIVE).counter
  const url = new URL(`/p/${link.slug}`, window.location.origin).toString()
  const amount = link.amount ?? "0"
  return (
    <div className="space-y-4 text-center" data-testid="charge-code" data-slug={link.slug}>
      <p className="text-5xl font-semibold tracking-tight">
        <Amount large shannons={amount} unitClassName="text-2xl font-medium text-muted" testId="charge-sum" />
      </p>
      <p className="font-medium">{t.scan}</p>
      <QrCode text={url} label={t.code(displayCkb(amount))} className="mx-auto w-full max-w-[min(100%,55dvh)]" />
      <p className="text-sm text-muted wrap-anywhere" data-testid="charge-url">
        {url}
      </p>
      <p role="status" className="text-muted">
        {t.waiting}
      </p>
      <Button variant="secondary" wide busy={isCancelling} onClick={onCancel} data-testid="charge-cancel">
        {t.cancel}
      </Button>
    </div>
  )
}
