"use client"

import { ArrowDownLeft, ChevronDown, Percent, Split, Undo2 } from "lucide-react"
import { memo, useState } from "react"
import { useMessages, useTexts } from "@/components/messages/provider"
import { RECEIVER } from "@/components/messages/receiver"
import { Amount } from "@/components/ui/amount"
import { Chip, type Tone } from "@/components/ui/chip"
import { cx } from "@/components/ui/cx"
import { dateFormat } from "@/components/ui/formats"
import { Cell, Table } from "@/components/ui/table"
import { TimeAgo } from "@/components/ui/time-ago"
import { useTurns } from "@/components/ui/use-turns"
import { shorten } from "@/lib/client/format"
import type { Entry, EntryKind, EntryStatus } from "@/lib/client/types"
import { EntryDetails } from "./entry-details"
import { soldBy } from "./sold"

const KIND_ICONS: Record<EntryKind, typeof Split> = {
  receiver: ArrowDownLeft,
  split: Split,
  fee: Percent,
  refund: Undo2,
}

const STATUS_TONES: Record<EntryStatus, Tone> = {
  pending: "warn",
  available: "neutral",
  settling: "warn",
  paid: "accent",
  void: "danger",
  reversed: "neutral",
}

interface EntriesTableProps {
  rows: Entry[]
  explorer: string | null | undefined
  /** these rows are of other filters, whose own are loading */
  isOld: boolean
}

/** Rows that are drawn at once: a whole page of them would hold up a phone. */
const PIECE = 5

/** Drawn again for other rows only, and not each time that the server was asked. */
export const EntriesTable = memo(function EntriesTable({ rows, explorer, isOld }: EntriesTableProps) {
  const t = useTexts(RECEIVER).entries
  const drawn = PIECE * (1 + useTurns(Math.ceil(rows.length / PIECE) - 1, true))
  return (
    <div aria-busy={isOld || drawn < rows.length} className={cx(isOld && "opacity-60")}>
      <Table
        caption={t.caption}
        testId="entries"
        columns={[
          { name: t.sold },
          { name: t.amount, right: true },
          { name: t.time, wideOnly: true },
          { name: t.status, right: true, wideOnly: true },
        ]}
      >
        {rows.slice(0, drawn).map((entry) => (
          <EntryRow key={entry.id} entry={entry} explorer={explorer} />
        ))}
      </Table>
    </div>
  )
})

/** How long ago, and when: on a phone nothing can be hovered over. */
function EntryTime({ time, className }: { time: string; className?: string }) {
  const { locale } = useMessages()
  const format = dateFormat(locale, { month: "short", day: "numeric", hour: "2-digit", minute: "2-digit" })
  return (
    <span className={className}>
      <TimeAgo time={time} /> · {format.format(new Date(time))}
    </span>
  )
}

function EntryRow({ entry, explorer }: { entry: Entry; explorer: string | null | undefined }) {
  const t = useTexts(RECEIVER).entries
  const [isOpen, setIsOpen] = useState(false)
  const Icon = KIND_ICONS[entry.kind]
  const sold = soldBy(entry)
  const status = <Chip tone={STATUS_TONES[entry.status]}>{t.statuses[entry.status]}</Chip>
  const detailsId = `entry-${entry.id}`
  return (
    <>
      <tr data-testid="entry" data-entry={entry.id} data-status={entry.status}>
        <Cell className="w-full max-w-0">
          <button
            type="button"
            aria-expanded={isOpen}
            aria-controls={isOpen ? detailsId : undefined}
            onClick={() => setIsOpen(!isOpen)}
            className="flex min-h-11 w-full items-center gap-2 rounded-lg text-left"
            data-testid="entry-open"
          >
            <ChevronDown
              aria-hidden
              className={cx("size-4 shrink-0 text-muted motion-safe:transition-transform", isOpen && "rotate-180")}
            />
            <Icon aria-hidden className="hidden size-4 shrink-0 text-muted sm:block" />
            <span className="min-w-0">
              <span className="block truncate font-medium">{sold ?? t.kinds[entry.kind]}</span>
              <span className="block truncate text-muted">
                {[sold && t.kinds[entry.kind], entry.kind !== "refund" && t.from(shorten(entry.sender, 6, 4))]
                  .filter(Boolean)
                  .join(" · ")}
              </span>
              {entry.message ? <span className="block truncate text-muted">{t.said(entry.message)}</span> : null}
              <EntryTime time={entry.created_at} className="block whitespace-normal text-muted sm:hidden" />
            </span>
          </button>
        </Cell>
        <Cell right className="font-semibold">
          +<Amount shannons={entry.amount} />
          <span className="mt-1 block sm:hidden">{status}</span>
        </Cell>
        <Cell wideOnly className="text-muted">
          <EntryTime time={entry.created_at} />
        </Cell>
        <Cell right wideOnly>
          {status}
        </Cell>
      </tr>
      {isOpen ? (
        <tr id={detailsId} data-testid="entry-details">
          <td colSpan={4} className="pb-6">
            <EntryDetails entry={entry} explorer={explorer} />
          </td>
        </tr>
      ) : null}
    </>
  )
}
