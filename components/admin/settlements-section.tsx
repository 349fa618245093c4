"use client"

import { useMutation, useQueryClient } from "@tanstack/react-query"
import { useMessages } from "@/components/messages/provider"
import { Amount } from "@/components/ui/amount"
import { Button } from "@/components/ui/button"
import { Chip, type Tone } from "@/components/ui/chip"
import { Notice } from "@/components/ui/notice"
import { ProblemNotice } from "@/components/ui/problem-notice"
import { Cell, Table } from "@/components/ui/table"
import { TimeAgo } from "@/components/ui/time-ago"
import { TransactionHash } from "@/components/ui/transaction-hash"
import { request } from "@/lib/client/http"
import { useConfig, useSettlements } from "@/lib/client/queries"
import type { Settlement } from "@/lib/client/types"
import { Section } from "./section"

const STATUS_TONES: Record<Settlement["status"], Tone> = {
  signed: "warn",
  committed: "warn",
  confirmed: "accent",
  failed: "danger",
}

export function SettlementsSection() {
  const t = useMessages().admin.settlements
  const queryClient = useQueryClient()
  const query = useSettlements()
  const settle = useMutation({
    mutationFn: async () =>
      (await request<{ settlements: number[] }>("/api/settlement", { method: "POST" })).data.settlements,
    onSuccess: () => queryClient.invalidateQueries({ queryKey: ["operator"] }),
  })
  return (
    <Section
      id="settlements"
      title={t.title}
      description={t.text}
      query={query}
      action={
        <Button busy={settle.isPending} onClick={() => settle.mutate()} data-testid="settle-now">
          {t.settleNow}
        </Button>
      }
    >
      <div className="mb-4 empty:hidden">
        {settle.isSuccess ? (
          <Notice title={settle.data.length > 0 ? t.started(settle.data.length) : t.nobody} testId="settle-result" />
        ) : null}
        {settle.isError ? <ProblemNotice error={settle.error} /> : null}
      </div>
      {query.data?.length === 0 ? <p className="py-4 text-muted">{t.empty}</p> : null}
      {query.data && query.data.length > 0 ? (
        <Table
          caption={t.caption}
          testId="settlements"
          columns={[
            { key: "id", name: t.columns.id },
            { key: "status", name: t.columns.status },
            { key: "time", name: t.columns.time },
            { key: "hash", name: t.columns.hash },
            { key: "receivers", name: t.columns.receivers, align: "right" },
            { key: "fee", name: t.columns.fee, align: "right" },
            { key: "amount", name: t.columns.amount, align: "right" },
          ]}
        >
          {query.data.map((settlement) => (
            <SettlementRow key={settlement.id} settlement={settlement} />
          ))}
        </Table>
      ) : null}
    </Section>
  )
}

function SettlementRow({ settlement }: { settlement: Settlement }) {
  const t = useMessages().admin.settlements
  const { data: config } = useConfig()
  return (
    <tr data-testid="settlement" data-status={settlement.status}>
      <Cell className="tabular-nums">{settlement.id}</Cell>
      <Cell>
        <Chip tone={STATUS_TONES[settlement.status]}>{t.statuses[settlement.status]}</Chip>
      </Cell>
      <Cell className="text-muted">
        <TimeAgo time={settlement.created_at} />
      </Cell>
      <Cell>
        <TransactionHash
          hash={settlement.tx_hash}
          label={t.hash}
          copyLabel={t.copyHash}
          explorer={config?.explorer_url}
        />
      </Cell>
      <Cell right>{settlement.payouts.length}</Cell>
      <Cell right>
        <Amount shannons={settlement.network_fee} />
      </Cell>
      <Cell right className="font-semibold">
        <Amount shannons={settlement.amount} />
      </Cell>
    </tr>
  )
}
