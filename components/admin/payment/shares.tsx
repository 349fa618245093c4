"use client"

import { ADMIN } from "@/components/messages/admin"
import { useMessages, useTexts } from "@/components/messages/provider"
import { Amount } from "@/components/ui/amount"
import { Chip, type Tone } from "@/components/ui/chip"
import { Shortened } from "@/components/ui/shortened"
import { CardCell, CardRow, CardTable } from "@/components/ui/table"
import { displayCkb } from "@/lib/client/format"
import type { EntryStatus } from "@/lib/client/types"
import type { PaymentRecordJson } from "@/lib/http/api/payment-record"

const TONES: Record<EntryStatus, Tone> = {
  pending: "warn",
  available: "neutral",
  settling: "warn",
  paid: "accent",
  void: "danger",
  reversed: "neutral",
}

/** What the payment owes to whom, and how far each share is. */
export function Shares({ record: { payment } }: { record: PaymentRecordJson }) {
  const t = useTexts(ADMIN).payment.shares
  const { common } = useMessages()
  return (
    <section>
      <h3 className="font-semibold">{t.title}</h3>
      <p className="mb-3 text-sm text-muted">{t.text}</p>
      <CardTable
        caption={t.title}
        testId="shares"
        columns={[
          { name: t.columns.kind },
          { name: t.columns.receiver },
          { name: t.columns.status },
          { name: t.columns.payout },
          { name: t.columns.amount, right: true },
        ]}
      >
        {payment.accounts.map((share) => (
          <CardRow key={share.id} data-testid="share">
            <CardCell name={t.columns.kind}>{t.kinds[share.kind]}</CardCell>
            <CardCell name={t.columns.receiver}>
              <Shortened text={share.receiver} label={t.columns.receiver} copyLabel={t.copy} />
            </CardCell>
            <CardCell name={t.columns.status}>
              <Chip tone={TONES[share.status]}>{t.statuses[share.status]}</Chip>
            </CardCell>
            <CardCell name={t.columns.payout}>
              {share.parts.every(({ tx_hash }) => tx_hash === null)
                ? common.none
                : share.parts.map(({ amount, tx_hash }) =>
                    tx_hash ? (
                      <span key={tx_hash} className="block">
                        {share.parts.length > 1 ? `${displayCkb(amount)} CKB: ` : null}
                        <Shortened text={tx_hash} label={t.columns.payout} />
                      </span>
                    ) : null,
                  )}
            </CardCell>
            <CardCell name={t.columns.amount} right className="font-semibold">
              <Amount shannons={share.amount} />
            </CardCell>
          </CardRow>
        ))}
      </CardTable>
    </section>
  )
}
