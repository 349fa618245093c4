"use client"

import { ArrowDownLeft, Percent, Split } from "lucide-react"
import { useMessages } from "@/components/messages/provider"
import { Amount } from "@/components/ui/amount"
import { Button } from "@/components/ui/button"
import { Chip, type Tone } from "@/components/ui/chip"
import { Freshness } from "@/components/ui/freshness"
import { ProblemNotice } from "@/components/ui/problem-notice"
import { SkeletonRows } from "@/components/ui/skeleton"
import { Cell, Table } from "@/components/ui/table"
import { TimeAgo } from "@/components/ui/time-ago"
import type { useEntries } from "@/lib/client/queries"
import type { Entry, EntryKind, EntryStatus } from "@/lib/client/types"

const KIND_ICONS: Record<EntryKind, typeof Split> = { receiver: ArrowDownLeft, split: Split, fee: Percent }

const STATUS_TONES: Record<EntryStatus, Tone> = {
  pending: "warn",
  available: "neutral",
  settling: "warn",
  paid: "accent",
  void: "danger",
}

export function EntriesTable({ entries }: { entries: ReturnType<typeof useEntries> }) {
  const messages = useMessages()
  const t = messages.receiver.entries
  const rows = entries.data?.pages.flatMap((page) => page.data)
  return (
    <section aria-labelledby="entries-title">
      <div className="mb-2 flex flex-wrap items-baseline justify-between gap-2">
        <h2 id="entries-title" className="text-lg font-semibold">
          {t.title}
        </h2>
        <Freshness query={entries} />
      </div>
      {rows ? (
        <Table
          caption={t.caption}
          testId="entries"
          columns={[
            { key: "kind", name: t.kind },
            { key: "amount", name: t.amount, align: "right" },
            { key: "time", name: t.time, wideOnly: true },
            { key: "status", name: t.status, align: "right" },
          ]}
        >
          {rows.map((entry) => (
            <EntryRow key={entry.id} entry={entry} />
          ))}
        </Table>
      ) : entries.isError ? (
        <ProblemNotice error={entries.error} />
      ) : (
        <SkeletonRows />
      )}
      {entries.hasNextPage ? (
        <Button
          variant="secondary"
          className="mt-4"
          busy={entries.isFetchingNextPage}
          onClick={() => entries.fetchNextPage()}
          data-testid="load-more"
        >
          {messages.common.loadMore}
        </Button>
      ) : null}
    </section>
  )
}

function EntryRow({ entry }: { entry: Entry }) {
  const t = useMessages().receiver.entries
  const Icon = KIND_ICONS[entry.kind]
  return (
    <tr data-testid="entry" data-entry={entry.id} data-status={entry.status}>
      <Cell>
        <span className="flex items-center gap-2">
          <Icon aria-hidden className="size-4 text-muted" />
          <span>
            {t.kinds[entry.kind]} <span className="text-muted tabular-nums">{entry.payment_id}</span>
            <TimeAgo time={entry.created_at} className="block text-muted sm:hidden" />
          </span>
        </span>
      </Cell>
      <Cell right className="font-semibold">
        +<Amount shannons={entry.amount} />
      </Cell>
      <Cell wideOnly className="text-muted">
        <TimeAgo time={entry.created_at} />
      </Cell>
      <Cell right>
        <Chip tone={STATUS_TONES[entry.status]}>{t.statuses[entry.status]}</Chip>
      </Cell>
    </tr>
  )
}
