"use client"

import Link from "next/link"
import { useEffect, useState } from "react"
import { useMessages } from "@/components/messages/provider"
import { Button } from "@/components/ui/button"
import { Card } from "@/components/ui/card"
import { Freshness } from "@/components/ui/freshness"
import { Notice } from "@/components/ui/notice"
import { Page } from "@/components/ui/page"
import { ProblemNotice } from "@/components/ui/problem-notice"
import { useTitle } from "@/components/ui/use-title"
import { displayCkb } from "@/lib/client/format"
import { ApiError } from "@/lib/client/http"
import { usePayment } from "@/lib/client/queries"
import { readSavedPayment } from "@/lib/client/saved-payments"
import type { Config, Payment, PaymentStatus } from "@/lib/client/types"
import { formatCkb } from "@/lib/money"
import { CheckoutSkeleton } from "./checkout-skeleton"
import { OrderHead } from "./order-head"
import { checkoutPath } from "./query"
import { Receipt } from "./receipt"
import { StepList } from "./step-list"
import { useTransfer } from "./use-transfer"

interface PaymentProgressProps {
  id: number
  config: Config
  /** the signature cannot be used, and nothing was sent: the same payment has to be prepared and signed again */
  onRejected: (code: string | null) => void
}

/** A signed payment on its way: sends it if that has not happened yet, and follows it to its end. */
export function PaymentProgress({ id, config, onRejected }: PaymentProgressProps) {
  const [saved] = useState(() => readSavedPayment(id))
  const transfer = useTransfer(saved)
  const payment = usePayment(id, saved?.clientSecret ?? null)
  const refused = transfer.error instanceof ApiError ? transfer.error.code : null
  // The reply to an earlier try may have been lost: what the server says about the payment counts more.
  const isWithServer = payment.data !== undefined && isSent(payment.data.status)
  useEffect(() => {
    if (refused !== null && !isWithServer) onRejected(refused)
  }, [refused, isWithServer, onRejected])

  if (!payment.data) {
    return payment.isError ? <CannotRead error={payment.error} hasSigned={saved !== null} /> : <CheckoutSkeleton />
  }
  if (refused !== null && !isWithServer) return <CheckoutSkeleton />
  const isSending = transfer.isFetching && !isWithServer
  // The reply to the signature is newer than what was read before it.
  const status = isWithServer ? payment.data.status : (transfer.data?.status ?? payment.data.status)
  return <PaymentState payment={{ ...payment.data, status }} isSending={isSending} config={config} query={payment} />
}

function isSent(status: PaymentStatus): boolean {
  return status === "submitted" || status === "committed" || status === "confirmed"
}

interface PaymentStateProps {
  payment: Payment
  isSending: boolean
  config: Config
  query: { isError: boolean; dataUpdatedAt: number }
}

function PaymentState({ payment, isSending, config, query }: PaymentStateProps) {
  const t = useMessages().checkout
  const amount = displayCkb(payment.amount)
  const { status } = payment
  const isStopped = !isSending && !isSent(status)
  useTitle(
    status === "confirmed"
      ? t.titles.paid(amount)
      : isStopped
        ? t.titles.stopped
        : isSending
          ? t.titles.sending(amount)
          : t.titles.waiting(amount),
  )
  if (status === "confirmed") return <Receipt payment={payment} config={config} />
  return (
    <Page narrow>
      <Card aria-label={t.titles.pay(amount)} data-testid="payment-progress" data-status={status}>
        {isStopped ? <Stopped payment={payment} /> : null}
        <OrderHead amount={BigInt(payment.amount)} to={payment.receiver} note={payment.info} />
        {isStopped ? null : (
          <div className="mt-6 border-t border-line pt-6">
            <StepList payment={payment} isSending={isSending} needed={config.confirmations} />
            <Freshness query={query} />
            {query.isError ? <p className="mt-2 text-sm">{t.progress.lost}</p> : null}
          </div>
        )}
      </Card>
    </Page>
  )
}

/** A payment that will not happen: whether money moved comes first, then the way to pay after all. */
function Stopped({ payment }: { payment: Payment }) {
  const t = useMessages().checkout.stopped
  const texts = {
    expired: [t.expired, t.expiredText],
    cancelled: [t.cancelled, t.cancelledText],
    failed: [t.failed, t.failedText],
  } as Partial<Record<PaymentStatus, [string, string]>>
  const [title, text] = texts[payment.status] ?? [t.unsent, t.unsentText]
  const again = checkoutPath({
    to: payment.receiver,
    amount: formatCkb(BigInt(payment.amount)),
    note: payment.info ?? "",
  })
  return (
    <div className="mb-6">
      <Notice
        tone="warn"
        title={title}
        testId="payment-stopped"
        action={
          <Button asChild variant="secondary">
            <Link href={again}>{t.payAgain}</Link>
          </Button>
        }
      >
        <p>{text}</p>
      </Notice>
    </div>
  )
}

function CannotRead({ error, hasSigned }: { error: Error; hasSigned: boolean }) {
  const t = useMessages().checkout
  const code = error instanceof ApiError ? error.code : ""
  const texts =
    code === "NOT_FOUND" || code === "VALIDATION_ERROR"
      ? [t.stopped.unknown, t.stopped.unknownText]
      : code === "UNAUTHORIZED" || code === "FORBIDDEN"
        ? [t.stopped.private, t.stopped.privateText]
        : null
  return (
    <Page narrow>
      {texts ? (
        <Notice isPage tone="warn" title={texts[0] ?? ""} testId="payment-unreadable">
          <p>{texts[1]}</p>
        </Notice>
      ) : hasSigned ? (
        <Notice isPage tone="warn" title={t.progress.waiting} testId="payment-unreadable">
          <p>{t.progress.lost}</p>
        </Notice>
      ) : (
        <ProblemNotice isPage error={error} />
      )}
    </Page>
  )
}
