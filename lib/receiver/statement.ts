import type { Context } from "@/lib/context"
import type { DbTransaction } from "@/lib/db"
import { fromHex, type Hex, toHex } from "@/lib/hex"
import type { OwedEvent } from "@/lib/ledger/types"
import { type Shannons, shannons } from "@/lib/money"

/** How many lines a statement shows by itself; the table has all of them. */
export const LINES_SHOWN = 1_000

/** A change of what a party is owed, as the ledger has booked it. */
export interface StatementLine {
  id: bigint
  at: Date
  event: OwedEvent
  /** what is owed more by it; less when it is negative */
  amount: bigint
  /** what is owed afterwards */
  balance: bigint
  /** where a payment has changed it */
  payment: {
    id: bigint
    amount: Shannons
    platformFee: Shannons
    sender: string
    info: string | null
    reference: string | null
    message: string | null
    /** in the words that its payer has read */
    link: { slug: string; title: string } | null
    txHash: Hex
  } | null
  /** where a payout has changed it; the network fee is what the party has paid of it */
  payout: { settlementId: bigint; networkFee: Shannons; txHash: Hex } | null
}

/** What a party was owed when a month began and ended, and all that has changed it. Sums to the shannon. */
export interface Statement {
  /** shannons */
  opening: bigint
  /** what payers have paid of what was credited, the platform's fees of it, and what others got of it */
  gross: bigint
  platformFees: bigint
  toOthers: bigint
  credited: bigint
  /** what refunds have given to the party, less what they have taken from it */
  refunds: bigint
  paidOut: bigint
  closing: bigint
  lines: StatementLine[]
  /** there are no more lines than these */
  isComplete: boolean
}

/** A calendar month in UTC. */
export interface Month {
  year: number
  /** 1 to 12 */
  month: number
}

/** "2026-01" */
export function monthText({ year, month }: Month): string {
  return `${year}-${String(month).padStart(2, "0")}`
}

/**
 * The statement of a month, out of the ledger: what it says of a month that is over never changes. What is not buried
 * by enough blocks yet is owed to nobody, and is not in it.
 */
export async function getStatement({ db }: Context, lockHash: Hex, month: Month): Promise<Statement> {
  return db.$transaction(
    async (tx) => {
      const { opening, credited, refunds, paidOut } = await sumsOf(tx, lockHash, month)
      const { gross, platformFees } = await paidIn(tx, lockHash, month)
      const lines = await linesOf(tx, lockHash, month, { balance: opening, after: 0n, limit: LINES_SHOWN + 1 })
      return {
        opening,
        gross,
        platformFees,
        toOthers: gross - platformFees - credited,
        credited,
        refunds,
        paidOut,
        closing: opening + credited + refunds - paidOut,
        lines: lines.slice(0, LINES_SHOWN),
        isComplete: lines.length <= LINES_SHOWN,
      }
    },
    { isolationLevel: "RepeatableRead" },
  )
}

/** All lines of a month, some at a time, and what was owed before the first of them. */
export async function* statementLines(
  { db }: Context,
  lockHash: Hex,
  month: Month,
  limit: number,
): AsyncGenerator<{ opening: bigint; lines: StatementLine[] }> {
  const { opening } = await sumsOf(db, lockHash, month)
  let state = { balance: opening, after: 0n }
  for (;;) {
    const lines = await linesOf(db, lockHash, month, { ...state, limit })
    yield { opening, lines }
    const last = lines.at(-1)
    if (!last || lines.length < limit) return
    state = { balance: last.balance, after: last.id }
  }
}

function boundsOf({ year, month }: Month): { from: string; to: string } {
  return {
    from: new Date(Date.UTC(year, month - 1, 1)).toISOString(),
    to: new Date(Date.UTC(year, month, 1)).toISOString(),
  }
}

async function sumsOf(
  db: Pick<DbTransaction, "$queryRaw">,
  lockHash: Hex,
  month: Month,
): Promise<Pick<Statement, "opening" | "credited" | "refunds" | "paidOut">> {
  const { from, to } = boundsOf(month)
  // In the ledger what is owed is negative.
  const [row] = await db.$queryRaw<{ opening: string; credited: string; refunds: string; paid_out: string }[]>`
    SELECT coalesce(-sum(amount) FILTER (WHERE created_at < ${from}::timestamptz), 0)::text AS opening,
      coalesce(-sum(amount) FILTER (WHERE created_at >= ${from}::timestamptz AND payment_id IS NOT NULL
        AND event <> 'payment_refunded'), 0)::text AS credited,
      coalesce(-sum(amount) FILTER (WHERE created_at >= ${from}::timestamptz AND event = 'payment_refunded'), 0)::text
        AS refunds,
      coalesce(sum(amount) FILTER (WHERE created_at >= ${from}::timestamptz AND settlement_id IS NOT NULL), 0)::text
        AS paid_out
    FROM ledger_entry
    WHERE account = 'owed' AND lock_hash = ${fromHex(lockHash)} AND created_at < ${to}::timestamptz`
  const { opening = "0", credited = "0", refunds = "0", paid_out = "0" } = row ?? {}
  return {
    opening: BigInt(opening),
    credited: BigInt(credited),
    refunds: BigInt(refunds),
    paidOut: BigInt(paid_out),
  }
}

/** What was paid for what the party was credited in a month; what was taken back counts against it. */
async function paidIn(
  db: Pick<DbTransaction, "$queryRaw">,
  lockHash: Hex,
  month: Month,
): Promise<{ gross: bigint; platformFees: bigint }> {
  const { from, to } = boundsOf(month)
  const [row] = await db.$queryRaw<{ gross: string; platform_fees: string }[]>`
    SELECT coalesce(sum(-sign(e.amount) * p.amount), 0)::text AS gross,
      coalesce(sum(-sign(e.amount) * p.platform_fee), 0)::text AS platform_fees
    FROM ledger_entry e JOIN payment p ON p.id = e.payment_id
    WHERE e.account = 'owed' AND e.lock_hash = ${fromHex(lockHash)} AND e.event <> 'payment_refunded'
      AND e.created_at >= ${from}::timestamptz AND e.created_at < ${to}::timestamptz`
  return { gross: BigInt(row?.gross ?? 0), platformFees: BigInt(row?.platform_fees ?? 0) }
}

interface LineRow {
  id: bigint
  created_at: Date
  event: OwedEvent
  amount: bigint
  payment_id: bigint | null
  payment_amount: bigint
  platform_fee: bigint
  sender: string
  info: string | null
  reference: string | null
  message: string | null
  link_slug: string | null
  link_title: string | null
  payment_tx_hash: Uint8Array
  settlement_id: bigint | null
  settlement_tx_hash: Uint8Array
  network_fee: bigint | null
}

async function linesOf(
  db: Pick<DbTransaction, "$queryRaw">,
  lockHash: Hex,
  month: Month,
  { balance: before, after, limit }: { balance: bigint; after: bigint; limit: number },
): Promise<StatementLine[]> {
  const { from, to } = boundsOf(month)
  const rows = await db.$queryRaw<LineRow[]>`
    SELECT e.id, e.created_at, e.event, -e.amount AS amount, e.payment_id, p.amount AS payment_amount,
      p.platform_fee, p.sender, p.info, p.reference, p.message, l.slug AS link_slug,
      coalesce(r.title, l.title) AS link_title, p.tx_hash AS payment_tx_hash, e.settlement_id,
      s.tx_hash AS settlement_tx_hash, w.network_fee
    FROM ledger_entry e
    LEFT JOIN payment p ON p.id = e.payment_id
    LEFT JOIN payment_link l ON l.id = p.link_id
    LEFT JOIN payment_link_revision r ON r.link_id = p.link_id AND r.revision = p.link_revision
    LEFT JOIN settlement s ON s.id = e.settlement_id
    LEFT JOIN withdrawal w ON w.settlement_id = s.id
    WHERE e.account = 'owed' AND e.lock_hash = ${fromHex(lockHash)} AND e.id > ${after}
      AND e.created_at >= ${from}::timestamptz AND e.created_at < ${to}::timestamptz
    ORDER BY e.id LIMIT ${limit}`
  let balance = before
  return rows.map((row) => {
    balance += row.amount
    return lineOf(row, balance)
  })
}

function lineOf(row: LineRow, balance: bigint): StatementLine {
  return {
    id: row.id,
    at: row.created_at,
    event: row.event,
    amount: row.amount,
    balance,
    payment:
      row.payment_id === null
        ? null
        : {
            id: row.payment_id,
            amount: shannons(row.payment_amount),
            platformFee: shannons(row.platform_fee),
            sender: row.sender,
            info: row.info,
            reference: row.reference,
            message: row.message,
            link:
              row.link_slug !== null && row.link_title !== null ? { slug: row.link_slug, title: row.link_title } : null,
            txHash: toHex(row.payment_tx_hash),
          },
    payout:
      row.settlement_id === null
        ? null
        : {
            settlementId: row.settlement_id,
            networkFee: shannons(row.network_fee ?? 0n),
            txHash: toHex(row.settlement_tx_hash),
          },
  }
}
