"use client"

import { useQuery } from "@tanstack/react-query"
import { ChevronRight } from "lucide-react"
import Link from "next/link"
import { PAYMENTS } from "@/components/messages/payments"
import { useTexts } from "@/components/messages/provider"
import { PAYMENT_TONES } from "@/components/payment/payment-tones"
import { Amount } from "@/components/ui/amount"
import { Chip } from "@/components/ui/chip"
import { TimeAgo } from "@/components/ui/time-ago"
import { call, dataOf } from "@/lib/client/call"
import { shorten } from "@/lib/client/format"
import { checkoutPath, linkPath, receiptPath } from "@/lib/client/paths"
import { REFRESH_MS } from "@/lib/client/queries"
import type { SavedPayment } from "@/lib/client/saved-payments"
import type { Payment, PaymentStatus } from "@/lib/client/types"
import { formatCkb } from "@/lib/money"
import { FINAL_STATUSES } from "@/lib/payment/types"

/** A payment that this browser has signed: what is kept of it at once, its state from the server. */
export function SavedRow({ saved: { id, clientSecret, order, savedAt } }: { saved: SavedPayment }) {
  const payment = useQuery({
    queryKey: ["payment-row", id],
    queryFn: ({ signal }) => dataOf(call("GET", "/api/payment/{id}", { params: { id }, clientSecret, signal })),
    retry: false,
    refetchInterval: ({ state }) =>
      state.data === undefined || FINAL_STATUSES.includes(state.data.status) ? false : REFRESH_MS,
  })
  const read = payment.data
  return (
    <Row
      id={id}
      amount={order?.amount ?? read?.amount}
      title={order?.title ?? read?.link?.title ?? order?.note ?? read?.info ?? ""}
      to={order?.to ?? read?.receiver}
      time={new Date(savedAt).toISOString()}
      status={read?.status ?? (payment.isError ? "unreadable" : null)}
      path={read ? pathOf(read) : receiptPath(id)}
    />
  )
}

/** A payment as the server lists it. */
export function PaymentRow({ payment }: { payment: Payment }) {
  const { id, amount, link, info, receiver, created_at, status } = payment
  const title = link?.title ?? info ?? ""
  return <Row {...{ id, amount, title, status }} to={receiver} time={created_at} path={pathOf(payment)} />
}

interface RowProps {
  id: number
  amount: string | undefined
  title: string
  to: string | undefined
  time: string
  /** null while it is read */
  status: PaymentStatus | "unreadable" | null
  path: string
}

function Row({ id, amount, title, to, time, status, path }: RowProps) {
  const t = useTexts(PAYMENTS)
  const payee = to === undefined ? "" : t.to(shorten(to))
  return (
    <li>
      <Link
        href={path}
        prefetch={false}
        data-testid="payment-row"
        data-id={id}
        className="-mx-2 flex min-h-11 items-center gap-3 rounded-lg px-2 py-3 hover:bg-sunken"
      >
        <span className="min-w-0 flex-1">
          <span className="block truncate font-medium">{title || payee}</span>
          <span className="block text-sm text-muted">
            {title && payee ? `${payee} · ` : null}
            <TimeAgo time={time} />
          </span>
        </span>
        <span className="flex flex-col items-end gap-1">
          {amount === undefined ? null : <Amount shannons={amount} className="font-semibold" />}
          {status === null ? null : (
            <Chip tone={status === "unreadable" ? "neutral" : PAYMENT_TONES[status]} testId="payment-row-status">
              {status === "unreadable" ? t.unreadable : t.statuses[status]}
            </Chip>
          )}
        </span>
        <ChevronRight aria-hidden className="size-5 shrink-0 text-muted" />
      </Link>
    </li>
  )
}

/** What is final has a receipt; the rest has the page of its checkout, which says how far it is. */
function pathOf({ id, status, link, receiver, amount, info }: Payment): string {
  if (status === "confirmed") return receiptPath(id)
  const text = formatCkb(BigInt(amount))
  return link
    ? linkPath({ slug: link.slug, amount: null }, { amount: text, paymentId: id })
    : checkoutPath({ to: receiver, amount: text, note: info ?? "" }, id)
}
