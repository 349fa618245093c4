"use client"

import { ADMIN } from "@/components/messages/admin"
import { useTexts } from "@/components/messages/provider"
import { Amount } from "@/components/ui/amount"
import { Chip } from "@/components/ui/chip"
import { ExactTime } from "@/components/ui/exact-time"
import { CardCell, CardRow, CardTable } from "@/components/ui/table"
import { TransactionHash } from "@/components/ui/transaction-hash"
import { useConfig } from "@/lib/client/queries"
import type { PaymentRecordJson } from "@/lib/http/api/payment-record"
import { SETTLEMENT_TONES } from "../settlements-section"

/** By which transactions on the chain shares of the payment have left. */
export function Payouts({ payouts }: { payouts: PaymentRecordJson["payouts"] }) {
  const admin = useTexts(ADMIN)
  const t = admin.payment.payouts
  const { data: config } = useConfig()
  return (
    <section>
      <h3 className="mb-3 font-semibold">{t.title}</h3>
      {payouts.length === 0 ? (
        <p className="text-sm text-muted">{t.none}</p>
      ) : (
        <CardTable
          caption={t.title}
          testId="record-payouts"
          columns={[
            { name: t.columns.id },
            { name: t.columns.kind },
            { name: t.columns.status },
            { name: t.columns.time },
            { name: t.columns.hash },
            { name: t.columns.amount, right: true },
          ]}
        >
          {payouts.map((payout) => (
            <CardRow key={payout.settlement_id} data-testid="record-payout">
              <CardCell name={t.columns.id}>{payout.settlement_id}</CardCell>
              <CardCell name={t.columns.kind}>{t.kinds[payout.kind]}</CardCell>
              <CardCell name={t.columns.status}>
                <Chip tone={SETTLEMENT_TONES[payout.status]}>{admin.settlements.statuses[payout.status]}</Chip>
              </CardCell>
              <CardCell name={t.columns.time}>
                <ExactTime time={payout.created_at} />
              </CardCell>
              <CardCell name={t.columns.hash}>
                <TransactionHash
                  hash={payout.tx_hash}
                  label={t.hash}
                  copyLabel={t.copyHash}
                  explorer={config?.explorer_url}
                />
              </CardCell>
              <CardCell name={t.columns.amount} right className="font-semibold">
                <Amount shannons={payout.amount} />
              </CardCell>
            </CardRow>
          ))}
        </CardTable>
      )}
    </section>
  )
}
