"use client"

import { ADMIN } from "@/components/messages/admin"
import { useTexts } from "@/components/messages/provider"
import { Amount } from "@/components/ui/amount"
import { Chip } from "@/components/ui/chip"
import { LoadMore } from "@/components/ui/load-more"
import { Shortened } from "@/components/ui/shortened"
import { CardCell, CardRow, CardTable } from "@/components/ui/table"
import { TimeAgo } from "@/components/ui/time-ago"
import { usePayments } from "@/lib/client/operator-queries"
import type { Payment } from "@/lib/client/types"
import { PAYMENT_STATUSES } from "@/lib/payment/types"
import { EndTransaction } from "./end-transaction"
import { PAYMENT_TONES } from "./payment-tones"
import { SearchBox, useFilters } from "./search-box"
import { Section } from "./section"

export function PaymentsSection() {
  const admin = useTexts(ADMIN)
  const t = admin.payments
  const state = useFilters()
  const query = usePayments(state.filters)
  const rows = query.data?.pages.flatMap((page) => page.data)
  const isFiltered = state.filters.status !== null || state.filters.search !== null
  return (
    <>
      <SearchBox state={state} statuses={PAYMENT_STATUSES.map((value) => ({ value, name: t.statuses[value] }))} />
      <Section id="payments" title={t.title} query={query}>
        {rows?.length === 0 ? <p className="py-4 text-muted">{isFiltered ? admin.search.nothing : t.empty}</p> : null}
        {rows && rows.length > 0 ? (
          <CardTable
            caption={t.caption}
            testId="payments"
            columns={[
              { name: t.columns.id },
              { name: t.columns.status },
              { name: t.columns.time },
              { name: t.columns.sender },
              { name: t.columns.receiver },
              { name: t.columns.hash },
              { name: t.columns.fee, right: true },
              { name: t.columns.amount, right: true },
            ]}
          >
            {rows.map((payment) => (
              <PaymentRow key={payment.id} payment={payment} />
            ))}
          </CardTable>
        ) : null}
        <LoadMore query={query} />
      </Section>
    </>
  )
}

function PaymentRow({ payment }: { payment: Payment }) {
  const t = useTexts(ADMIN).payments
  return (
    <CardRow data-testid="payment" data-status={payment.status}>
      <CardCell name={t.columns.id}>{payment.id}</CardCell>
      <CardCell name={t.columns.status}>
        <Chip tone={PAYMENT_TONES[payment.status]}>{t.statuses[payment.status]}</Chip>
        {payment.status === "submitted" ? <EndTransaction kind="payment" id={payment.id} /> : null}
      </CardCell>
      <CardCell name={t.columns.time}>
        <TimeAgo time={payment.created_at} className="text-muted" />
      </CardCell>
      <CardCell name={t.columns.sender}>
        <Shortened text={payment.sender} label={t.sender} />
      </CardCell>
      <CardCell name={t.columns.receiver}>
        <Shortened text={payment.receiver} label={t.receiver} />
      </CardCell>
      <CardCell name={t.columns.hash}>
        <Shortened text={payment.tx_hash} label={t.hash} />
      </CardCell>
      <CardCell name={t.columns.fee} right>
        <Amount shannons={payment.platform_fee} />
      </CardCell>
      <CardCell name={t.columns.amount} right className="font-semibold">
        <Amount shannons={payment.amount} />
      </CardCell>
    </CardRow>
  )
}
