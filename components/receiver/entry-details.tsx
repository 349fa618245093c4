"use client"

import Link from "next/link"
import { useMessages, useTexts } from "@/components/messages/provider"
import { RECEIVER } from "@/components/messages/receiver"
import { MoneyLine } from "@/components/payment/money-line"
import { isInNoPayout } from "@/components/payment/refundable"
import { Amount } from "@/components/ui/amount"
import { Detail, DetailList } from "@/components/ui/detail-list"
import { ProblemNotice } from "@/components/ui/problem-notice"
import { Shortened } from "@/components/ui/shortened"
import { SkeletonRows } from "@/components/ui/skeleton"
import { TransactionHash } from "@/components/ui/transaction-hash"
import { receiptPath } from "@/lib/client/paths"
import { usePaymentDetails } from "@/lib/client/receiver-queries"
import type { Entry } from "@/lib/client/types"
import { RefundPayment } from "./refund-payment"

/** What is behind an entry: its payment and how that was divided, and where the money is. */
export function EntryDetails({ entry, explorer }: { entry: Entry; explorer: string | null | undefined }) {
  const messages = useMessages()
  const { details: t, kinds } = useTexts(RECEIVER).entries
  const { receipt } = messages.checkout
  const { data: payment, error } = usePaymentDetails(entry.payment_id)
  if (!payment) return error ? <ProblemNotice error={error} /> : <SkeletonRows rows={3} />
  return (
    <div className="grid grid-cols-1 gap-x-8 gap-y-4 mt-2 rounded-xl bg-sunken p-4 whitespace-normal lg:grid-cols-2">
      <DetailList label={t.payment}>
        <Detail name={t.payment}>
          {payment.id}
          {payment.status === "confirmed" ? (
            <>
              {" · "}
              <Link href={receiptPath(payment.id)} className="text-accent-ink underline">
                {receipt.title}
              </Link>
            </>
          ) : null}
        </Detail>
        {entry.link ? (
          <Detail name={t.link}>
            <Link href={`/p/${entry.link.slug}`} className="text-accent-ink underline">
              {entry.link.title}
            </Link>
          </Detail>
        ) : null}
        {entry.reference ? <Detail name={t.reference}>{entry.reference}</Detail> : null}
        {entry.info ? <Detail name={t.note}>{entry.info}</Detail> : null}
        {entry.message ? <Detail name={t.message}>{entry.message}</Detail> : null}
        <Detail name={t.sender}>
          <Shortened text={payment.sender} label={t.sender} copyLabel={t.copySender} />
        </Detail>
        <Detail name={t.total}>
          <Amount shannons={payment.amount} />
        </Detail>
        {payment.accounts.map((share) => (
          <Detail key={share.id} name={share.id === entry.id ? t.yours : kinds[share.kind]}>
            <Amount shannons={share.amount} className={share.id === entry.id ? "font-semibold" : undefined} />
          </Detail>
        ))}
        <Detail name={t.hash}>
          <TransactionHash hash={payment.tx_hash} label={t.hash} copyLabel={t.copyHash} explorer={explorer} />
        </Detail>
        {entry.parts.map(({ status, amount, tx_hash }) => (
          <Detail key={tx_hash ?? status} name={t.parts[status]}>
            <Amount shannons={amount} />
          </Detail>
        ))}
      </DetailList>
      <div className="space-y-4">
        <MoneyLine payment={payment} shareId={entry.id} explorer={explorer} />
        {entry.kind === "receiver" && isInNoPayout(entry) ? <RefundPayment payment={payment} /> : null}
      </div>
    </div>
  )
}
