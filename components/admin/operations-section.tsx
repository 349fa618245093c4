"use client"

import { ADMIN } from "@/components/messages/admin"
import { useMessages, useTexts } from "@/components/messages/provider"
import { Amount } from "@/components/ui/amount"
import { Chip } from "@/components/ui/chip"
import { Shortened } from "@/components/ui/shortened"
import { CardCell, CardRow, CardTable } from "@/components/ui/table"
import { TimeAgo } from "@/components/ui/time-ago"
import { usePoolOperations } from "@/lib/client/operator-queries"
import type { PoolOperationJson } from "@/lib/http/api/pool"
import { EndTransaction } from "./end-transaction"
import { Section } from "./section"
import { SETTLEMENT_TONES } from "./settlements-section"

/** Transactions of the platform's own cells. */
export function OperationsSection() {
  const admin = useTexts(ADMIN)
  const t = admin.operations
  const query = usePoolOperations()
  return (
    <Section id="operations" title={t.title} query={query}>
      {query.data?.length === 0 ? <p className="py-4 text-muted">{t.empty}</p> : null}
      {query.data && query.data.length > 0 ? (
        <CardTable
          caption={t.title}
          testId="operations"
          columns={[
            { name: t.columns.id },
            { name: t.columns.kind },
            { name: t.columns.status },
            { name: t.columns.time },
            { name: t.columns.hash },
            { name: t.columns.amount, right: true },
            { name: t.columns.fee, right: true },
          ]}
        >
          {query.data.map((operation) => (
            <Operation key={operation.id} operation={operation} />
          ))}
        </CardTable>
      ) : null}
    </Section>
  )
}

function Operation({ operation }: { operation: PoolOperationJson }) {
  const admin = useTexts(ADMIN)
  const { common } = useMessages()
  const { columns, kinds } = admin.operations
  const { id, kind, status } = operation
  const canEnd = status === "signed" && kind !== "self_spend"
  return (
    <CardRow data-testid="operation" data-status={status}>
      <CardCell name={columns.id}>{id}</CardCell>
      <CardCell name={columns.kind}>{kinds[kind]}</CardCell>
      <CardCell name={columns.status}>
        <Chip tone={SETTLEMENT_TONES[status]}>{admin.settlements.statuses[status]}</Chip>
        {canEnd ? <EndTransaction kind="pool_operation" id={id} /> : null}
      </CardCell>
      <CardCell name={columns.time}>
        <TimeAgo time={operation.created_at} className="text-muted" />
      </CardCell>
      <CardCell name={columns.hash}>
        <Shortened text={operation.tx_hash} label={columns.hash} />
      </CardCell>
      <CardCell name={columns.amount} right>
        {operation.amount === null ? common.none : <Amount shannons={operation.amount} />}
      </CardCell>
      <CardCell name={columns.fee} right>
        <Amount shannons={operation.network_fee} />
      </CardCell>
    </CardRow>
  )
}
