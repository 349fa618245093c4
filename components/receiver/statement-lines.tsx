"use client"

import { useMessages, useTexts } from "@/components/messages/provider"
import { RECEIVER } from "@/components/messages/receiver"
import { cx } from "@/components/ui/cx"
import { Cell, Table } from "@/components/ui/table"
import { displayCkb, shorten } from "@/lib/client/format"
import type { Statement } from "@/lib/client/types"
import { soldBy } from "./sold"

type Line = Statement["lines"][number]

/** Every change of what is owed, the oldest first, with what was sold. */
export function StatementLines({ lines }: { lines: Line[] }) {
  const t = useTexts(RECEIVER).statement.sheet
  return (
    // On a phone what is the receiver's is the last column, and ends where the sums above it do.
    <div className="max-sm:[&_tr>:nth-child(4)]:pr-0">
      <Table
        caption={t.lines}
        testId="statement-lines"
        columns={[
          { name: t.what },
          { name: t.paid, right: true, wideOnly: true },
          { name: t.fee, right: true, wideOnly: true },
          { name: t.amount, right: true },
          { name: t.balance, right: true, wideOnly: true },
        ]}
      >
        {lines.map((line, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a statement only grows at its end
          <LineRow key={index} line={line} />
        ))}
      </Table>
    </div>
  )
}

function LineRow({ line }: { line: Line }) {
  const { payment, balance } = line
  const { first, second } = useWords(line)
  // What was taken back was paid the other way round.
  const sign = payment && BigInt(line.amount) < 0n ? "-" : ""
  return (
    <tr className="break-inside-avoid" data-testid="statement-line" data-event={line.event}>
      <Cell className="w-full align-top! whitespace-normal! wrap-anywhere">
        <span className="block font-medium">{first}</span>
        <span className="block text-muted">
          <LineTime time={line.at} /> · {second}
        </span>
        {payment?.message ? <span className="block text-muted">“{payment.message}”</span> : null}
      </Cell>
      <Figure wideOnly text={payment ? `${sign}${displayCkb(payment.amount)}` : ""} />
      <Figure wideOnly text={payment ? `${sign}${displayCkb(payment.platform_fee)}` : ""} />
      <Figure strong text={signed(line.amount)} />
      <Figure wideOnly text={displayCkb(balance)} />
    </tr>
  )
}

/** What a line is for, and what else tells it from others. */
function useWords({ event, payment, payout }: Line): { first: string; second: string } {
  const { sheet: t } = useTexts(RECEIVER).statement
  const { from } = useTexts(RECEIVER).entries
  const change = t.changes[event]
  if (payment) {
    const sold = soldBy(payment)
    const number = t.payment(payment.id)
    return {
      first: sold ?? number,
      second: [change, sold && number, from(shorten(payment.sender, 6, 4))].filter(Boolean).join(" · "),
    }
  }
  const networkFee = BigInt(payout?.network_fee ?? 0)
  return {
    first: payout ? t.payout(payout.settlement_id) : "",
    second: [change, networkFee > 0n && t.networkFee(displayCkb(networkFee)), payout && shorten(payout.tx_hash, 10, 6)]
      .filter(Boolean)
      .join(" · "),
  }
}

function signed(shannons: string): string {
  return BigInt(shannons) > 0n ? `+${displayCkb(shannons)}` : displayCkb(shannons)
}

/** The columns say that they are in CKB. */
function Figure({ text, wideOnly, strong }: { text: string; wideOnly?: boolean; strong?: boolean }) {
  return (
    <Cell right wideOnly={wideOnly} className={cx("align-top!", strong && "font-semibold")}>
      <span translate="no">{text}</span>
    </Cell>
  )
}

/** In UTC, as the month is. */
function LineTime({ time }: { time: string }) {
  const { locale } = useMessages()
  const format = new Intl.DateTimeFormat(locale, {
    ...{ month: "short", day: "numeric", hour: "2-digit", minute: "2-digit" },
    timeZone: "UTC",
  })
  return (
    <time dateTime={time} className="whitespace-nowrap">
      {format.format(new Date(time))}
    </time>
  )
}
