"use client"

import { useState } from "react"
import { useMessages } from "@/components/messages/provider"
import { Amount } from "@/components/ui/amount"
import { Button } from "@/components/ui/button"
import { Chip, type Tone } from "@/components/ui/chip"
import { Filter } from "@/components/ui/filter"
import { Shortened } from "@/components/ui/shortened"
import { Cell, Table } from "@/components/ui/table"
import { TimeAgo } from "@/components/ui/time-ago"
import { usePayments } from "@/lib/client/queries"
import type { Payment, PaymentStatus } from "@/lib/client/types"
import { Section } from "./section"

const STATUS_TONES: Record<PaymentStatus, Tone> = {
  prepared: "neutral",
  submitted: "warn",
  committed: "warn",
  confirmed: "accent",
  cancelled: "neutral",
  expired: "neutral",
  failed: "danger",
}
const STATUSES = Object.keys(STATUS_TONES) as PaymentStatus[]

export function PaymentsSection() {
  const { admin, common } = useMessages()
  const t = admin.payments
  const [status, setStatus] = useState<PaymentStatus | null>(null)
  const query = usePayments(status)
  const rows = query.data?.pages.flatMap((page) => page.data)
  return (
    <Section id="payments" title={t.title} query={query}>
      <Filter
        label={t.filter}
        className="mb-2"
        value={status}
        onChange={setStatus}
        options={[{ value: null, name: t.all }, ...STATUSES.map((each) => ({ value: each, name: t.statuses[each] }))]}
      />
      {rows?.length === 0 ? <p className="py-4 text-muted">{t.empty}</p> : null}
      {rows && rows.length > 0 ? (
        <Table
          caption={t.caption}
          testId="payments"
          columns={[
            { key: "id", name: t.columns.id },
            { key: "status", name: t.columns.status },
            { key: "time", name: t.columns.time },
            { key: "sender", name: t.columns.sender },
            { key: "receiver", name: t.columns.receiver },
            { key: "hash", name: t.columns.hash },
            { key: "fee", name: t.columns.fee, align: "right" },
            { key: "amount", name: t.columns.amount, align: "right" },
          ]}
        >
          {rows.map((payment) => (
            <PaymentRow key={payment.id} payment={payment} />
          ))}
        </Table>
      ) : null}
      {query.hasNextPage ? (
        <Button
          variant="secondary"
          className="mt-4"
          busy={query.isFetchingNextPage}
          onClick={() => query.fetchNextPage()}
        >
          {common.loadMore}
        </Button>
      ) : null}
    </Section>
  )
}

function PaymentRow({ payment }: { payment: Payment }) {
  const t = useMessages().admin.payments
  return (
    <tr data-testid="payment" data-status={payment.status}>
      <Cell className="tabular-nums">{payment.id}</Cell>
      <Cell>
        <Chip tone={STATUS_TONES[payment.status]}>{t.statuses[payment.status]}</Chip>
      </Cell>
      <Cell className="text-muted">
        <TimeAgo time={payment.created_at} />
      </Cell>
      <Cell>
        <Shortened text={payment.sender} label={t.sender} />
      </Cell>
      <Cell>
        <Shortened text={payment.receiver} label={t.receiver} />
      </Cell>
      <Cell>
        <Shortened text={payment.tx_hash} label={t.hash} />
      </Cell>
      <Cell right>
        <Amount shannons={payment.platform_fee} />
      </Cell>
      <Cell right className="font-semibold">
        <Amount shannons={payment.amount} />
      </Cell>
    </tr>
  )
}
