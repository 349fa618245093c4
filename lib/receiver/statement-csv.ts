import type { Context } from "@/lib/context"
import { csvHead, csvRows } from "@/lib/csv"
import type { Hex } from "@/lib/hex"
import { formatCkb } from "@/lib/money"
import { type Month, type StatementLine, statementLines } from "./statement"

const LINES_A_PIECE = 1_000

const COLUMNS = [
  "time",
  "event",
  "amount_ckb",
  "balance_ckb",
  "gross_ckb",
  "fee_ckb",
  "network_fee_ckb",
  "link_title",
  "reference",
  "note",
  "message",
  "sender",
  "payment_id",
  "settlement_id",
  "tx_hash",
]

/**
 * A party's statement of a month as CSV, a piece at a time. It begins with the balance before and ends with the one
 * after: the amounts between them are the difference.
 */
export async function* statementCsv(ctx: Context, lockHash: Hex, month: Month): AsyncGenerator<string> {
  let balance: bigint | undefined
  for await (const { opening, lines } of statementLines(ctx, lockHash, month, LINES_A_PIECE)) {
    const head = balance === undefined ? csvHead(COLUMNS) + csvRows([balanceRow("opening_balance", opening)]) : ""
    balance = lines.at(-1)?.balance ?? balance ?? opening
    yield head + csvRows(lines.map(rowOf))
  }
  yield csvRows([balanceRow("closing_balance", balance ?? 0n)])
}

function balanceRow(event: string, balance: bigint): string[] {
  return COLUMNS.map((column) => ({ event, balance_ckb: formatCkb(balance) })[column] ?? "")
}

function rowOf({ at, event, amount, balance, payment, payout }: StatementLine): string[] {
  return [
    at.toISOString(),
    event,
    formatCkb(amount),
    formatCkb(balance),
    payment ? formatCkb(payment.amount) : "",
    payment ? formatCkb(payment.platformFee) : "",
    payout ? formatCkb(payout.networkFee) : "",
    payment?.link?.title ?? "",
    payment?.reference ?? "",
    payment?.info ?? "",
    payment?.message ?? "",
    payment?.sender ?? "",
    payment?.id.toString() ?? "",
    payout?.settlementId.toString() ?? "",
    (payment ?? payout)?.txHash ?? "",
  ]
}
