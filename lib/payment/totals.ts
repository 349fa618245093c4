import { createHash } from "node:crypto"
import { parseAddress } from "@/lib/chain/address"
import type { Context } from "@/lib/context"
import { Prisma } from "@/lib/generated/prisma/client"
import { fromHex, type Hex } from "@/lib/hex"
import { type Shannons, shannons } from "@/lib/money"

const KEYED = ["all", "info", "reference", "sender", "receiver", "sender_did", "receiver_did"] as const
type Keyed = (typeof KEYED)[number]

/** Under what confirmed payments are counted, as the database's CHECK has it; a party with its own share. */
export const TOTAL_FIELDS = [...KEYED, "party"] as const

/** By what a program can ask for totals. */
export const TOTALS_BY = [...KEYED, "category", "day", "month"] as const
export type TotalsBy = (typeof TOTALS_BY)[number]

/** Which payments count: all that are in a block, or those that are final. */
export const TOTAL_STATUSES = ["complete", "confirmed"] as const
export type TotalStatus = (typeof TOTAL_STATUSES)[number]

export interface TotalsFilter {
  /** only what is made for this project */
  projectId?: bigint | undefined
  /** "2026-01-31", UTC, of when payments were prepared: the first and the last day that count */
  from?: string | undefined
  to?: string | undefined
  category?: number | undefined
  status: TotalStatus
}

/** What payments come to, in shannons. */
export interface Total {
  key: string
  count: number
  /** what senders paid */
  amount: Shannons
  /** the platform's part of it */
  fee: Shannons
  /** what its parties got, before refunds */
  net: Shannons
  /** what senders got back */
  refunded: Shannons
}

/**
 * What payments come to for each of these keys, in their order, in one statement that reads no history: rows are there
 * that the change of a payment has counted. A key without payments has zeros.
 *
 * @param keys of `by`: "all", a text, an address, a category as a number, "2026-01-31" or "2026-01"
 * @throws ValidationError for an address that is none of this network
 */
export async function totalsOf(
  ctx: Context,
  by: TotalsBy,
  keys: readonly string[],
  filter: TotalsFilter,
): Promise<Total[]> {
  if (by === "category" || by === "day" || by === "month") return totalsOfAll(ctx, by, keys, filter)
  const hashed = await Promise.all(keys.map((key) => keyOf(ctx, by, key)))
  const wanted = Prisma.sql`SELECT key, n FROM unnest(${hashed}::bytea[]) WITH ORDINALITY AS k(key, n)`
  return query(ctx, keys, {
    wanted,
    isCounted: Prisma.sql`t.field = ${by} AND t.key = w.key AND ${daysOf(filter)} AND ${categoryOf("t", filter)}`,
    isFresh: Prisma.sql`p.key = w.key AND ${boundsOf(FRESH_DAY, filter)} AND ${categoryOf("p", filter)}`,
    freshKey: FRESH_KEYS[by],
    filter,
  })
}

/** By what every payment has: its category, its day and its month. */
async function totalsOfAll(
  ctx: Context,
  by: "category" | "day" | "month",
  keys: readonly string[],
  filter: TotalsFilter,
): Promise<Total[]> {
  const wanted = Prisma.sql`SELECT key, n FROM unnest(${[...keys]}::text[]) WITH ORDINALITY AS k(key, n)`
  const ofAll = Prisma.sql`t.field = 'all' AND t.key = ''::bytea`
  if (by === "category") {
    return query(ctx, keys, {
      wanted,
      isCounted: Prisma.sql`${ofAll} AND t.category = w.key::int AND ${daysOf(filter)}`,
      isFresh: Prisma.sql`p.category = w.key::int AND ${boundsOf(FRESH_DAY, filter)}`,
      freshKey: Prisma.sql`NULL::bytea`,
      filter,
    })
  }
  const first = by === "day" ? Prisma.sql`w.key::date` : Prisma.sql`(w.key || '-01')::date`
  const after =
    by === "day" ? Prisma.sql`w.key::date + 1` : Prisma.sql`((w.key || '-01')::date + interval '1 month')::date`
  const within = (day: Prisma.Sql) => Prisma.sql`${day} >= ${first} AND ${day} < ${after}`
  return query(ctx, keys, {
    wanted,
    isCounted: Prisma.sql`${ofAll} AND ${within(Prisma.sql`t.day`)} AND ${boundsOf(Prisma.sql`t.day`, filter)}
      AND ${categoryOf("t", filter)}`,
    isFresh: Prisma.sql`${within(FRESH_DAY)} AND ${boundsOf(FRESH_DAY, filter)} AND ${categoryOf("p", filter)}`,
    freshKey: Prisma.sql`NULL::bytea`,
    filter,
  })
}

async function keyOf({ chain }: Context, by: Keyed, key: string): Promise<Uint8Array<ArrayBuffer>> {
  if (by === "all") return new Uint8Array()
  if (by === "sender" || by === "receiver") return fromHex((await parseAddress(chain, key)).lockHash)
  return Uint8Array.from(createHash("sha256").update(key, "utf8").digest())
}

const textKey = (column: string) => Prisma.sql`sha256(convert_to(${Prisma.raw(column)}, 'UTF8'))`
const FRESH_KEYS: Record<Keyed, Prisma.Sql> = {
  all: Prisma.sql`''::bytea`,
  info: textKey("info"),
  reference: textKey("reference"),
  sender: Prisma.sql`sender_lock_hash`,
  receiver: Prisma.sql`receiver_lock_hash`,
  sender_did: textKey("sender_did"),
  receiver_did: textKey("receiver_did"),
}
const FRESH_DAY = Prisma.sql`(p.created_at AT TIME ZONE 'UTC')::date`

type Period = Pick<TotalsFilter, "from" | "to">

/** Without a period there is a row that counts all days. */
function daysOf(period: Period): Prisma.Sql {
  if (period.from === undefined && period.to === undefined) return Prisma.sql`t.day = 'infinity'`
  return boundsOf(Prisma.sql`t.day`, period)
}

function boundsOf(day: Prisma.Sql, { from = "-infinity", to }: Period): Prisma.Sql {
  const last = to === undefined ? Prisma.sql`${day} < 'infinity'` : Prisma.sql`${day} <= ${to}::date`
  return Prisma.sql`${day} >= ${from}::date AND ${last}`
}

/** @param of the counters `t` or the payments `p` */
function categoryOf(of: "t" | "p", { category }: Pick<TotalsFilter, "category">): Prisma.Sql {
  return category === undefined ? Prisma.sql`true` : Prisma.sql`${Prisma.raw(of)}.category = ${category}`
}

interface Parts {
  /** the keys `w`, with their number */
  wanted: Prisma.Sql
  /** which rows `t` of the counters belong to `w` */
  isCounted: Prisma.Sql
  /** which payments `p` in a block do that are not final */
  isFresh: Prisma.Sql
  freshKey: Prisma.Sql
  filter: TotalsFilter
}

interface TotalRow {
  count: bigint
  amount: string
  fee: string
  refunded: string
}

async function query({ db }: Context, keys: readonly string[], parts: Parts): Promise<Total[]> {
  const { wanted, isCounted, isFresh, freshKey, filter } = parts
  const { projectId, status } = filter
  const isOurs = (id: Prisma.Sql) => (projectId === undefined ? Prisma.sql`true` : Prisma.sql`${id} = ${projectId}`)
  // What is in a block and not final is in no counter: a few blocks' payments, found by an index of their own.
  const fresh = Prisma.sql`
    SELECT p.*, ${freshKey} AS key FROM payment p
    WHERE p.status = 'committed' AND ${status === "complete"} AND ${isOurs(Prisma.sql`p.project_id`)}`
  const rows = await db.$queryRaw<TotalRow[]>`
    WITH wanted AS (${wanted}), fresh AS MATERIALIZED (${fresh})
    SELECT coalesce(c.count, 0) + coalesce(f.count, 0) AS count,
      (coalesce(c.amount, 0) + coalesce(f.amount, 0))::text AS amount,
      (coalesce(c.fee, 0) + coalesce(f.fee, 0))::text AS fee, coalesce(c.refunded, 0)::text AS refunded
    FROM wanted w
    CROSS JOIN LATERAL (
      SELECT sum(t.count)::bigint AS count, sum(t.amount) AS amount, sum(t.fee) AS fee, sum(t.refunded) AS refunded
      FROM payment_total t WHERE ${isOurs(Prisma.sql`t.project_id`)} AND ${isCounted}
    ) c
    CROSS JOIN LATERAL (
      SELECT count(*) AS count, sum(p.amount) AS amount, sum(p.platform_fee) AS fee FROM fresh p WHERE ${isFresh}
    ) f
    ORDER BY w.n`
  return rows.map((row, i) => {
    const [amount, fee] = [BigInt(row.amount), BigInt(row.fee)]
    return {
      key: keys[i] ?? "",
      count: Number(row.count),
      amount: shannons(amount),
      fee: shannons(fee),
      net: shannons(amount - fee),
      refunded: shannons(BigInt(row.refunded)),
    }
  })
}

/** What a lock has got by confirmed payments: its shares of them, and what refunds took of these. */
export interface PartyTotal {
  count: number
  amount: Shannons
  refunded: Shannons
}

/** @param filter.from, filter.to "2026-01-31", UTC: the first and the last day that count */
export async function totalOfParty(
  { db }: Context,
  lockHash: Hex,
  filter: Pick<TotalsFilter, "from" | "to" | "category">,
): Promise<PartyTotal> {
  const [row] = await db.$queryRaw<TotalRow[]>`
    SELECT coalesce(sum(t.count), 0)::bigint AS count, coalesce(sum(t.amount), 0)::text AS amount,
      coalesce(sum(t.refunded), 0)::text AS refunded
    FROM payment_total t
    WHERE t.field = 'party' AND t.key = ${fromHex(lockHash)}
      AND ${daysOf(filter)} AND ${categoryOf("t", filter)}`
  return {
    count: Number(row?.count ?? 0),
    amount: shannons(BigInt(row?.amount ?? 0)),
    refunded: shannons(BigInt(row?.refunded ?? 0)),
  }
}
