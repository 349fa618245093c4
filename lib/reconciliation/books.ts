import type { Context } from "@/lib/context"
import { PLANNED_BY_VALUES } from "@/lib/db"
import { Prisma } from "@/lib/generated/prisma/client"
import { fromHex, type Hex } from "@/lib/hex"
import { type Shannons, shannons } from "@/lib/money"

/** What the books come to, all as of one moment. */
export interface Books {
  pool: Shannons
  owed: Shannons
  entries: Shannons
  /** Nothing that was looked at besides contradicts this */
  isConsistent: boolean
  /** The newest entry of the ledger */
  upTo: bigint
}

interface BooksRow {
  pool: bigint
  owed: bigint
  entries: bigint
  is_consistent: boolean
  up_to: bigint
}

/** Out of the totals. Consistent: the rows of what was booked since an earlier run agree with each other. */
export async function readTotals(ctx: Context, blockHash: Hex): Promise<Books | undefined> {
  const watch = await ctx.db.reconciliationWatch.findFirstOrThrow({ select: { checked: true } })
  return readBooks(
    ctx,
    blockHash,
    Prisma.sql`
    SELECT ${TOTAL_POOL} AS pool, ${TOTAL_OWED} AS owed, ${TOTAL_ENTRIES} AS entries,
      NOT EXISTS (${contradictionsSince(watch.checked)}) AS is_consistent`,
  )
}

/** Every row. Consistent: the totals say the same. */
export function addUpBooks(ctx: Context, blockHash: Hex): Promise<Books | undefined> {
  return readBooks(
    ctx,
    blockHash,
    Prisma.sql`
    SELECT b.*, (b.pool, b.owed, b.entries) = (${TOTAL_POOL}, ${TOTAL_OWED}, ${TOTAL_ENTRIES}) AS is_consistent FROM (
      SELECT
        (SELECT coalesce(sum(amount), 0)::bigint FROM ledger_entry WHERE account = 'pool') AS pool,
        (SELECT coalesce(-sum(amount), 0)::bigint FROM ledger_entry WHERE account = 'owed') AS owed,
        (SELECT coalesce(sum(a.amount), 0)::bigint FROM account a JOIN payment p ON p.id = a.payment_id
          -- A lost payment's entries in a payout that may yet commit are owed too: as the platform's loss.
          WHERE a.kind <> 'fee' AND a.status IN ('available', 'settling') AND p.status IN ('confirmed', 'failed'))
            AS entries
    ) b`,
  )
}

/** One statement, so one snapshot of the database; undefined when it stands at another block. */
async function readBooks({ db }: Context, blockHash: Hex, books: Prisma.Sql): Promise<Books | undefined> {
  const [row] = await db.$queryRaw<BooksRow[]>`
    SELECT books.*, (SELECT coalesce(max(id), 0) FROM ledger_entry) AS up_to FROM (${books}) books
    WHERE (SELECT hash FROM block ORDER BY number DESC LIMIT 1) = ${fromHex(blockHash)}`
  return (
    row && {
      pool: shannons(row.pool),
      owed: shannons(row.owed),
      entries: shannons(row.entries),
      isConsistent: row.is_consistent,
      upTo: row.up_to,
    }
  )
}

const TOTAL_POOL = Prisma.sql`
  (SELECT coalesce(sum(amount), 0)::bigint FROM ledger_total WHERE account = 'pool' AND day = 'infinity')`
const TOTAL_OWED = Prisma.sql`
  (SELECT coalesce(-sum(amount), 0)::bigint FROM ledger_total WHERE account = 'owed' AND day = 'infinity')`
/** Entries may be in a payout whose payment has left the chain for now: the ledger says that nothing is owed for it. */
const TOTAL_ENTRIES = Prisma.sql`
  (SELECT coalesce(sum(amount), 0)::bigint FROM (
    SELECT amount FROM account_total WHERE key = ''::bytea AND status IN ('available', 'settling')
    UNION ALL
    SELECT -a.amount FROM (
      SELECT id FROM payment WHERE status = 'submitted' UNION ALL SELECT id FROM payment WHERE status = 'committed'
    ) p JOIN account a ON a.payment_id = p.id
    WHERE a.kind <> 'fee' AND a.status IN ('available', 'settling')
  ) counted)`

/**
 * What was booked after this entry of the ledger and whose rows do not agree: a group that is not balanced; a payment,
 * or a settlement, of which the ledger says something else than its own row and its entries. Planned by how many there
 * are: for a third of all, which PostgreSQL assumes of an unknown number, it would read every payment.
 */
const contradictionsSince = (checked: bigint) => Prisma.sql`
  ${Prisma.raw(PLANNED_BY_VALUES)}
  WITH lately AS MATERIALIZED (
    SELECT group_id, payment_id, settlement_id, amount FROM ledger_entry WHERE id > ${checked}
  )
  SELECT group_id FROM lately GROUP BY group_id HAVING sum(amount) <> 0
  UNION ALL
  SELECT p.id FROM payment p
  CROSS JOIN LATERAL (
    SELECT coalesce(sum(amount) FILTER (WHERE account = 'pool'), 0) AS pool,
      coalesce(-sum(amount) FILTER (WHERE account = 'owed'), 0) AS owed
    FROM ledger_entry WHERE payment_id = p.id
  ) booked
  CROSS JOIN LATERAL (
    SELECT coalesce(sum(amount), 0) AS owed FROM account
    WHERE payment_id = p.id AND kind <> 'fee' AND status IN ('available', 'settling', 'paid')
      AND p.status IN ('confirmed', 'failed')
  ) entries
  WHERE p.id IN (SELECT payment_id FROM lately) AND (booked.owed <> entries.owed
    OR booked.pool <> CASE WHEN p.status IN ('committed', 'confirmed') THEN p.amount ELSE 0 END)
  UNION ALL
  SELECT s.id FROM settlement s
  CROSS JOIN LATERAL (
    SELECT coalesce(sum(amount) FILTER (WHERE account = 'pool'), 0) AS pool,
      coalesce(sum(amount) FILTER (WHERE account = 'owed'), 0) AS owed
    FROM ledger_entry WHERE settlement_id = s.id
  ) booked
  CROSS JOIN LATERAL (
    SELECT coalesce(sum(amount), 0) AS paid FROM account WHERE settlement_id = s.id AND status = 'paid'
  ) entries
  WHERE s.id IN (SELECT settlement_id FROM lately) AND (booked.owed <> entries.paid
    OR booked.pool <> CASE WHEN s.status IN ('committed', 'confirmed') THEN -(s.amount + s.network_fee) ELSE 0 END)`
