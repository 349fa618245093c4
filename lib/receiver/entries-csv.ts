import { stringify } from "csv-stringify/sync"
import type { Context } from "@/lib/context"
import type { Hex } from "@/lib/hex"
import { type EntryFilter, listEntries, type ReceivedEntry } from "@/lib/ledger/entries"
import { formatCkb } from "@/lib/money"

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
  "note",
  "sender",
  "payment_id",
  "entry_id",
  "tx_hash",
  "receipt",
  // of each payout, with a space between
  "payout_tx_hash",
]

/**
 * A lock's entries as CSV (RFC 4180), newest first, page after page by id: however many there are, a page at a time is
 * in memory.
 *
 * It begins with a byte order mark, without which Excel takes the text for another encoding than UTF-8. What a sender
 * wrote so that a spreadsheet would run it as a formula gets an apostrophe in front.
 */
export async function* entriesCsv(
  ctx: Context,
  lockHash: Hex,
  filter: Omit<EntryFilter, "cursor" | "limit">,
): AsyncGenerator<string> {
  const site = ctx.config.publicOrigin ?? ""
  let page = await listEntries(ctx, lockHash, { ...filter, limit: ROWS_A_PIECE })
  yield `\uFEFF${stringify([COLUMNS])}${rowsOf(site, page.items)}`
  while (page.next !== undefined) {
    page = await listEntries(ctx, lockHash, { ...filter, cursor: page.next, limit: ROWS_A_PIECE })
    yield rowsOf(site, page.items)
  }
}

function rowsOf(site: string, entries: ReceivedEntry[]): string {
  return stringify(
    entries.map((entry) => rowOf(site, entry)),
    { escape_formulas: true },
  )
}

/**
 * Signs that begin a formula, plain and in full width, where a cell may begin: at the start, and behind whatever some
 * program takes for the end of a cell. A file that is opened with another separator than the comma is cut inside of
 * quotes too (OWASP, "CSV Injection").
 */
const FORMULA =
  /(^|[\r\n\v\f\u0085\u2028\u2029\t;|,])([\s"]*)([=+\-@\uff1d\uff0b\uff0d\uff20\ufe62\ufe63\ufe66\ufe6b])/g

/** A person's text that no spreadsheet runs. */
export function withoutFormulas(text: string): string {
  return text.replace(FORMULA, "$1$2'$3")
}

function rowOf(site: string, entry: ReceivedEntry): string[] {
  const { amount: net, payment, link } = entry
  return [
    entry.createdAt.toISOString(),
    entry.kind,
    entry.status,
    formatCkb(payment.amount),
    formatCkb(payment.platformFee),
    formatCkb(payment.amount - payment.platformFee - net),
    formatCkb(net),
    net.toString(),
    withoutFormulas(link?.title ?? ""),
    link ? `${site}/p/${link.slug}` : "",
    withoutFormulas(entry.info ?? ""),
    entry.sender,
    entry.paymentId.toString(),
    entry.id.toString(),
    payment.txHash,
    `${site}/receipt/${entry.paymentId}`,
    entry.parts.flatMap(({ txHash }) => txHash ?? []).join(" "),
  ]
}
