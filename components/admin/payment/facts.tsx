"use client"

import { ADMIN } from "@/components/messages/admin"
import { useTexts } from "@/components/messages/provider"
import { Amount } from "@/components/ui/amount"
import { Detail, DetailList } from "@/components/ui/detail-list"
import { ExactTime } from "@/components/ui/exact-time"
import { Shortened } from "@/components/ui/shortened"
import type { PaymentRecordJson } from "@/lib/http/api/payment-record"

/** Who pays whom how much, and what they said about it. */
export function Facts({ record: { payment } }: { record: PaymentRecordJson }) {
  const t = useTexts(ADMIN).payment.facts
  const { link } = payment
  const said = [
    [t.reference, payment.reference],
    [t.note, payment.info],
    [t.message, payment.message],
    [t.category, payment.category?.toString()],
    [t.senderDid, payment.sender_did],
    [t.receiverDid, payment.receiver_did],
  ] as const
  return (
    <>
      <h3 className="mb-1 font-semibold">{t.title}</h3>
      <DetailList label={t.title}>
        <Detail name={t.sender}>
          <Shortened text={payment.sender} label={t.sender} copyLabel={t.copySender} testId="record-sender" />
        </Detail>
        <Detail name={t.receiver}>
          <Shortened text={payment.receiver} label={t.receiver} copyLabel={t.copyReceiver} testId="record-receiver" />
        </Detail>
        <Detail name={t.amount} strong>
          <Amount shannons={payment.amount} />
        </Detail>
        <Detail name={t.platformFee}>
          <Amount shannons={payment.platform_fee} />
        </Detail>
        <Detail name={t.networkFee}>
          <Amount shannons={payment.network_fee} />
        </Detail>
        {link ? (
          <Detail name={t.link}>
            <a href={`/p/${link.slug}`} className="text-accent-ink underline">
              {link.title}
            </a>
            {link.note ? <span className="block text-muted">{link.note}</span> : null}
          </Detail>
        ) : null}
        {said.map(([name, text]) =>
          text ? (
            <Detail key={name} name={name}>
              <span className="whitespace-pre-line">{text}</span>
            </Detail>
          ) : null,
        )}
        <Detail name={t.expires}>
          <ExactTime time={payment.expires_at} />
        </Detail>
      </DetailList>
    </>
  )
}
