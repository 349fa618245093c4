"use client"

import { ADMIN } from "@/components/messages/admin"
import { useTexts } from "@/components/messages/provider"
import { Amount } from "@/components/ui/amount"
import { Detail, DetailList } from "@/components/ui/detail-list"
import { Shortened } from "@/components/ui/shortened"
import type { PreviewJson } from "@/lib/http/api/approval"

/** Whom payouts would pay now, how much, and who stays out. */
export function WhoIsPaid({ preview }: { preview: PreviewJson }) {
  const { receivers, top_ups: topUps, amount, network_fee, waiting } = preview
  const t = useTexts(ADMIN).today.settle
  return (
    <div data-testid="settle-preview">
      {receivers.length === 0 && topUps.length === 0 ? <p className="font-medium">{t.nobody}</p> : null}
      {receivers.length === 0 ? null : (
        <>
          <DetailList label={t.title}>
            <Detail name={t.pays}>{t.payees(receivers.length)}</Detail>
            <Detail name={t.amount} strong>
              <Amount shannons={amount} />
            </Detail>
            <Detail name={t.fee}>
              <Amount shannons={network_fee} />
            </Detail>
          </DetailList>
          <Who receivers={receivers} />
        </>
      )}
      {topUps.length === 0 ? null : (
        <>
          <DetailList label={t.topUps}>
            <Detail name={t.topUps}>{t.payees(topUps.length)}</Detail>
            <Detail name={t.amount} strong>
              <Amount shannons={totalOf(topUps)} testId="top-ups" />
            </Detail>
          </DetailList>
          <p className="text-sm text-muted">{t.topUpsText}</p>
          <Who receivers={topUps} />
        </>
      )}
      {waiting.length > 0 ? (
        <>
          <h3 className="mt-4 text-sm font-semibold">{t.out}</h3>
          <DetailList label={t.out}>
            {waiting.map(({ reason, receivers, amount }) => (
              <Detail key={reason} name={t.reasons[reason]}>
                {t.payees(receivers)} · <Amount shannons={amount} />
              </Detail>
            ))}
          </DetailList>
        </>
      ) : null}
    </div>
  )
}

function Who({ receivers }: { receivers: PreviewJson["receivers"] }) {
  const t = useTexts(ADMIN).today.settle
  return (
    <details className="text-sm">
      <summary className="inline-flex min-h-11 items-center font-medium underline">{t.who}</summary>
      <DetailList>
        {receivers.map(({ receiver, amount }) => (
          <Detail key={receiver} name={<Shortened text={receiver} label={t.pays} />}>
            <Amount shannons={amount} />
          </Detail>
        ))}
      </DetailList>
    </details>
  )
}

/** Shannons. */
export function totalOf(receivers: PreviewJson["receivers"]): bigint {
  return receivers.reduce((total, { amount }) => total + BigInt(amount), 0n)
}
