"use client"

import { ADMIN } from "@/components/messages/admin"
import { useTexts } from "@/components/messages/provider"
import { Amount } from "@/components/ui/amount"
import { Chip, type Tone } from "@/components/ui/chip"
import { LoadMore } from "@/components/ui/load-more"
import { CardCell, CardRow, CardTable } from "@/components/ui/table"
import { TimeAgo } from "@/components/ui/time-ago"
import { TransactionHash } from "@/components/ui/transaction-hash"
import { useSettlements } from "@/lib/client/operator-queries"
import { useConfig } from "@/lib/client/queries"
import type { Settlement } from "@/lib/client/types"
import { SETTLEMENT_STATUSES, type SettlementStatus } from "@/lib/settlement/types"
import { EndTransaction } from "./end-transaction"
import { SearchBox, useFilters } from "./search-box"
import { Section } from "./section"
import { SettleNow } from "./settle-now"

/** Pool operations go through the same states. */
export const SETTLEMENT_TONES: Record<SettlementStatus, Tone> = {
  signed: "warn",
  committed: "warn",
  confirmed: "accent",
  failed: "danger",
}

const FILTERS = ["status", "search"] as const

export function SettlementsSection() {
  const admin = useTexts(ADMIN)
  const t = admin.settlements
  const state = useFilters(FILTERS)
  const query = useSettlements(state.filters)
  const rows = query.data?.pages.flatMap((page) => page.data)
  const isFiltered = state.filters.status !== null || state.filters.search !== null
  return (
    <>
      <SearchBox
        label={admin.search.label}
        state={state}
        statuses={SETTLEMENT_STATUSES.map((value) => ({ value, name: t.statuses[value] }))}
      />
      <Section id="settlements" title={t.title} description={t.text} query={query}>
        <SettleNow />
        {rows?.length === 0 ? <p className="py-4 text-muted">{isFiltered ? admin.search.nothing : t.empty}</p> : null}
        {rows && rows.length > 0 ? (
          <CardTable
            caption={t.caption}
            testId="settlements"
            columns={[
              { name: t.columns.id },
              { name: t.columns.status },
              { name: t.columns.time },
              { name: t.columns.hash },
              { name: t.columns.receivers, right: true },
              { name: t.columns.fee, right: true },
              { name: t.columns.amount, right: true },
            ]}
          >
            {rows.map((settlement) => (
              <SettlementRow key={settlement.id} settlement={settlement} />
            ))}
          </CardTable>
        ) : null}
        <LoadMore query={query} />
      </Section>
    </>
  )
}

function SettlementRow({ settlement }: { settlement: Settlement }) {
  const t = useTexts(ADMIN).settlements
  const { data: config } = useConfig()
  return (
    <CardRow data-testid="settlement" data-status={settlement.status}>
      <CardCell name={t.columns.id}>{settlement.id}</CardCell>
      <CardCell name={t.columns.status}>
        <Chip tone={SETTLEMENT_TONES[settlement.status]}>{t.statuses[settlement.status]}</Chip>
        {settlement.status === "signed" ? <EndTransaction kind="settlement" id={settlement.id} /> : null}
      </CardCell>
      <CardCell name={t.columns.time}>
        <TimeAgo time={settlement.created_at} className="text-muted" />
      </CardCell>
      <CardCell name={t.columns.hash}>
        <TransactionHash
          hash={settlement.tx_hash}
          label={t.hash}
          copyLabel={t.copyHash}
          explorer={config?.explorer_url}
        />
      </CardCell>
      <CardCell name={t.columns.receivers} right>
        {settlement.receivers}
      </CardCell>
      <CardCell name={t.columns.fee} right>
        <Amount shannons={settlement.network_fee} />
      </CardCell>
      <CardCell name={t.columns.amount} right className="font-semibold">
        <Amount shannons={settlement.amount} />
      </CardCell>
    </CardRow>
  )
}
