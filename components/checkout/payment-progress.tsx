"use client"

import Link from "next/link"
import { useEffect, useState } from "react"
import { useMessages } from "@/components/messages/provider"
import { CannotRead } from "@/components/payment/cannot-read"
import { OrderHead } from "@/components/payment/order-head"
import { PaymentSkeleton } from "@/components/payment/payment-skeleton"
import { Button } from "@/components/ui/button"
import { Card } from "@/components/ui/card"
import { Freshness } from "@/components/ui/freshness"
import { Notice } from "@/components/ui/notice"
import { OfflineNotice } from "@/components/ui/offline-notice"
import { Page } from "@/components/ui/page"
import { useIcon } from "@/components/ui/use-icon"
import { useTitle } from "@/components/ui/use-title"
import { displayCkb } from "@/lib/client/format"
import { ApiError } from "@/lib/client/http"
import { checkoutPath, linkPath } from "@/lib/client/paths"
import { usePayment } from "@/lib/client/queries"
import { forgetPayment, readSavedPayment } from "@/lib/client/saved-payments"
import type { Config, Payment, PaymentLink, PaymentStatus, PaymentWithAccounts } from "@/lib/client/types"
import { formatCkb } from "@/lib/money"
import { NEVER_SENT } from "@/lib/review/outcomes"
import { DevPanel } from "./dev-panel"
import { NetworkDown } from "./network-down"
import { Paid } from "./paid"
import { PayersWords } from "./payers-words"
import { StepList } from "./step-list"
import { useTransfer } from "./use-transfer"
import { Waiting } from "./waiting"

interface PaymentProgressProps {
  id: number
  config: Config
  /** the signature cannot be used, and nothing was sent: the same payment has to be prepared and signed again */
  onRejected: (error: ApiError) => void
  /** the link that it is made through */
  link?: PaymentLink
}

/** A signed payment on its way: sends it if that has not happened yet, and follows it to its end. */
export function PaymentProgress({ id, config, onRejected, link }: PaymentProgressProps) {
  const [saved] = useState(() => readSavedPayment(id))
  const transfer = useTransfer(saved)
  const payment = usePayment(id, saved?.clientSecret ?? null)
  // A secret that fits no more: the payment is lost there, and must not be signed a second time unseen.
  const refused = transfer.error instanceof ApiError && transfer.error.code !== "FORBIDDEN" ? transfer.error : null
  // The reply to an earlier try may have been lost: what the server says about the payment counts more.
  const isWithServer = payment.data !== undefined && isSent(payment.data.status)
  useEffect(() => {
    if (refused === null || isWithServer) return
    if (NEVER_SENT.includes(refused.code)) forgetPayment(id)
    onRejected(refused)
  }, [id, refused, isWithServer, onRejected])

  if (!payment.data) {
    return payment.isError ? (
      <CannotRead error={payment.error} hasSigned={saved !== null} saved={saved} />
    ) : (
      <PaymentSkeleton />
    )
  }
  if (refused !== null && !isWithServer) return <PaymentSkeleton />
  const isSending = transfer.isFetching && !isWithServer
  // The reply to the signature is newer than what was read before it.
  const status = isWithServer ? payment.data.status : (transfer.data?.status ?? payment.data.status)
  return (
    <PaymentState
      payment={{ ...payment.data, status }}
      hasSigned={saved?.signedTx != null}
      isSending={isSending}
      refusal={transfer.failureReason}
      config={config}
      link={link}
      query={payment}
    />
  )
}

function isSent(status: PaymentStatus): boolean {
  return status === "submitted" || status === "committed" || status === "confirmed"
}

interface PaymentStateProps {
  payment: PaymentWithAccounts
  /** this page sends the signature: however late the first read is, the payer has just paid */
  hasSigned: boolean
  link: PaymentLink | undefined
  isSending: boolean
  /** why the last try to send it did not succeed */
  refusal: Error | null
  config: Config
  query: { isError: boolean; dataUpdatedAt: number }
}

/** The server has said that it did not take the payment. No reply, or a broken one, may have been to one it took. */
function isRefusal(error: Error | null): error is ApiError {
  return error instanceof ApiError && !["UNREACHABLE", "OFFLINE", "INTERNAL_ERROR"].includes(error.code)
}

function PaymentState({ payment, hasSigned, isSending, refusal, config, link, query }: PaymentStateProps) {
  const { checkout: t, refusals } = useMessages()
  const amount = displayCkb(payment.amount)
  const { status } = payment
  const isStopped = !isSending && !isSent(status)
  const [wasPaidBefore] = useState(status === "confirmed" && !hasSigned)
  useIcon(status === "confirmed" ? "paid" : isStopped ? "stopped" : "waiting")
  useTitle(
    status === "confirmed"
      ? t.titles.paid(amount)
      : isStopped
        ? t.titles.stopped
        : isSending
          ? t.titles.sending(amount)
          : t.titles.waiting(amount),
  )
  if (status === "confirmed") return <Paid payment={payment} config={config} link={link} isFresh={!wasPaidBefore} />
  return (
    <Page narrow>
      <Card aria-label={t.titles.pay(amount)} data-testid="payment-progress" data-status={status}>
        {link?.at_counter && !isStopped ? <PayersWords payment={payment} isFresh={hasSigned} /> : null}
        {isStopped ? <Stopped payment={payment} link={link} /> : null}
        {isStopped ? null : <NetworkDown />}
        <OrderHead
          amount={BigInt(payment.amount)}
          to={payment.receiver}
          note={link ? link.note : payment.info}
          title={link?.title}
          reference={payment.reference}
        />
        {isStopped ? null : (
          <div className="mt-6 border-t border-line pt-6">
            <StepList payment={payment} isSending={isSending} needed={config.confirmations} />
            {isSending ? <OfflineNotice text={refusals.offline.sending} /> : null}
            {isSending && isRefusal(refusal) ? <Waiting reason={refusal} /> : null}
            <Freshness query={query} />
            {query.isError ? <p className="mt-2 text-sm">{t.progress.lost}</p> : null}
            <DevPanel config={config} />
          </div>
        )}
      </Card>
    </Page>
  )
}

/** A payment that will not happen: whether money moved comes first, then the way to pay after all. */
function Stopped({ payment, link }: { payment: Payment; link: PaymentLink | undefined }) {
  const t = useMessages().checkout.stopped
  const texts = {
    expired: [t.expired, t.expiredText],
    cancelled: [t.cancelled, t.cancelledText],
    failed: [t.failed, t.failedText],
  } as Partial<Record<PaymentStatus, [string, string]>>
  const [title, text] = texts[payment.status] ?? [t.unsent, t.unsentText]
  const amount = formatCkb(BigInt(payment.amount))
  const reference = payment.reference ?? undefined
  const again = link
    ? linkPath(link, { amount, reference })
    : checkoutPath({ to: payment.receiver, amount, note: payment.info ?? "" })
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
