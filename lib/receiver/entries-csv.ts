import type { Context } from "@/lib/context"
import { csvOfPages } from "@/lib/csv"
import type { Hex } from "@/lib/hex"
import { type EntryFilter, listEntries, type ReceivedEntry } from "@/lib/ledger/entries"
import { formatCkb, sum } from "@/lib/money"

const ROWS_A_PIECE = 1_000

const COLUMNS = [
  "time",
  "kind",
  "status",
  // what the sender paid; less the platform's fee and what others get of it; what this address gets
  "gross_ckb",
  "fee_ckb",
  "to_others_ckb",
  "net_ckb",
  "net_shannons",
  "link_title",
  "link",
  "reference",
  "note",
  "message",
  "sender",
  "payment_id",
  "entry_id",
  "tx_hash",
  "receipt",
  // of each payout, with a space between
  "payout_tx_hash",
  // of what this address gets: given back to the payer
  "refunded_ckb",
]

/** A lock's entries as CSV (RFC 4180), newest first. */
export function entriesCsv(
  ctx: Context,
  lockHash: Hex,
  filter: Omit<EntryFilter, "cursor" | "limit">,
): AsyncGenerator<string> {
  const site = ctx.config.publicOrigin ?? ""
  return csvOfPages(
    COLUMNS,
    (cursor) => listEntries(ctx, lockHash, { ...filter, cursor, limit: ROWS_A_PIECE }),
    (entry) => rowOf(site, entry),
  )
}

function rowOf(site: string, entry: ReceivedEntry): string[] {
  const { amount: net, payment, link } = entry
  return [
    entry.createdAt.toISOString(),
    entry.kind,
    entry.status,
    // A refund is no sale.
    ...(entry.kind === "refund"
      ? ["", "", ""]
      : [payment.amount, payment.platformFee, payment.amount - payment.platformFee - net].map(formatCkb)),
    formatCkb(net),
    net.toString(),
    link?.title ?? "",
    link ? `${site}/p/${link.slug}` : "",
    entry.reference ?? "",
    entry.info ?? "",
    entry.message ?? "",
    entry.sender,
    entry.paymentId.toString(),
    entry.id.toString(),
    payment.txHash,
    `${site}/receipt/${entry.paymentId}`,
    entry.parts.flatMap(({ txHash }) => txHash ?? []).join(" "),
    formatCkb(sum(entry.parts.flatMap(({ status, amount }) => (status === "reversed" ? amount : [])))),
  ]
}
