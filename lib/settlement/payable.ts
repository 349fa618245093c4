import { type Party, parseAddress } from "@/lib/chain/address"
import type { Context } from "@/lib/context"
import { Prisma } from "@/lib/generated/prisma/client"
import { fromHex, type Hex, toHex } from "@/lib/hex"
import { ENTRIES_AT_ONCE } from "@/lib/ledger/take-entries"
import { type Shannons, shannons } from "@/lib/money"
import { isWithin, payoutRoom, usableApproval } from "./limits"

/** Well below the largest transaction of 512,000 bytes, at some 110 bytes an output. */
export const MAX_RECEIVERS = 500
/**
 * The most entries of one receiver, alone in a payout, when as many as usual do not reach a threshold: 65 CKB of
 * entries of a thousandth of a CKB each. Some seconds of one database transaction.
 */
const ENTRIES_OF_ONE = 100_000

/** A receiver whose payable entries together have reached their threshold. */
interface Payable {
  party: Party
  /** Of all the entries */
  amount: Shannons
  entries: number
  /** The operator has approved a payout of this size to them, whatever the limits */
  approved: boolean
}

/** A receiver who can be paid now, and the entries that pay them. `amount` is the sum of these. */
export interface PayableReceiver extends Omit<Payable, "entries"> {
  entryIds: bigint[]
}

/**
 * The receivers who can be paid now under their own settings, the longest waiting first, and no more than one
 * transaction can pay. A receiver who is owed more entries than one payout takes is paid in part, the largest first.
 *
 * @param bounds.most the most receivers to return
 * @param bounds.without lock hashes of those who are left out
 */
export async function payableReceivers(
  ctx: Context,
  bounds: { most: number; without: ReadonlySet<Hex> },
): Promise<PayableReceiver[]> {
  const payable = (await allPayable(ctx)).filter(({ party }) => !bounds.without.has(party.lockHash))
  const [longest] = payable
  if (longest && longest.entries > ENTRIES_AT_ONCE) {
    const part = await partOf(ctx, longest)
    return part
      ? [part]
      : payableReceivers(ctx, { ...bounds, without: new Set([...bounds.without, longest.party.lockHash]) })
  }
  const chosen: Payable[] = []
  let room = ENTRIES_AT_ONCE
  for (const receiver of payable) {
    if (chosen.length === bounds.most) break
    // A receiver who is owed more than is left does not keep those behind them waiting.
    if (receiver.entries > room) continue
    chosen.push(receiver)
    room -= receiver.entries
  }
  return withEntries(ctx, chosen, ENTRIES_AT_ONCE)
}

/**
 * The largest entries of somebody who has very many; undefined when even the most that are taken do not reach the
 * threshold.
 */
async function partOf(ctx: Context, receiver: Payable): Promise<PayableReceiver | undefined> {
  for (const entries of [ENTRIES_AT_ONCE, ENTRIES_OF_ONE]) {
    const [part] = await withEntries(ctx, [receiver], entries)
    if (part) return part
  }
  ctx.log.warn({ receiver: receiver.party.address }, "a receiver is owed too many small entries to be paid")
  return undefined
}

/** @param limit of one receiver's entries: the largest */
async function withEntries(ctx: Context, receivers: Payable[], limit: number): Promise<PayableReceiver[]> {
  const rows = await ctx.db.$queryRaw<{ lock_hash: Uint8Array; ids: bigint[]; amount: bigint }[]>`
    SELECT l.lock_hash, array_agg(e.id) AS ids, sum(e.amount)::bigint AS amount
    FROM unnest(${receivers.map(({ party }) => fromHex(party.lockHash))}::bytea[]) AS l(lock_hash)
    CROSS JOIN LATERAL (
      SELECT a.id, a.amount FROM account a
      WHERE a.lock_hash = l.lock_hash AND a.status = 'available' AND a.kind <> 'fee'
      ORDER BY a.amount DESC, a.id LIMIT ${limit}
    ) e
    LEFT JOIN payout_setting s ON s.lock_hash = l.lock_hash
    GROUP BY l.lock_hash, s.threshold HAVING sum(e.amount) >= greatest(${ctx.config.minWithdrawal}, s.threshold)`
  const byLock = new Map(rows.map((row) => [toHex(row.lock_hash), row]))
  return receivers.flatMap(({ party, approved }) => {
    const row = byLock.get(party.lockHash)
    if (!row || row.amount < party.occupied) return []
    return [{ party, approved, entryIds: row.ids, amount: shannons(row.amount) }]
  })
}

/** Whoever has reached their threshold, the longest waiting first, a few more than one transaction can pay at most. */
async function allPayable(ctx: Context): Promise<Payable[]> {
  const payable: Payable[] = []
  for (let page = 0; payable.length < MAX_RECEIVERS; page++) {
    const rows = await readPage(ctx, page)
    for (const row of rows) {
      const party = await readParty(ctx, row.receiver)
      const amount = shannons(row.amount)
      if (party && amount >= party.occupied)
        payable.push({ party, amount, entries: row.entries, approved: row.approval !== null })
    }
    if (rows.length < MAX_RECEIVERS) break
  }
  return payable
}

interface Row {
  receiver: string
  amount: bigint
  entries: number
  approval: bigint | null
}

async function readPage(ctx: Context, page: number): Promise<Row[]> {
  const approval = usableApproval(Prisma.sql`payable.lock_hash`, Prisma.sql`payable.amount`)
  return ctx.db.$queryRaw<Row[]>`
    SELECT payable.*, (${approval}) AS approval FROM (
      SELECT min(a.id) AS oldest, a.lock_hash, min(a.receiver) AS receiver, count(*)::int AS entries,
        sum(a.amount)::bigint AS amount
      FROM account a LEFT JOIN payout_setting s ON s.lock_hash = a.lock_hash
      WHERE a.status = 'available' AND a.kind <> 'fee' AND s.paused IS NOT TRUE
      GROUP BY a.lock_hash, s.threshold HAVING sum(a.amount) >= greatest(${ctx.config.minWithdrawal}, s.threshold)
      ORDER BY oldest LIMIT ${MAX_RECEIVERS} OFFSET ${page * MAX_RECEIVERS}
    ) payable ORDER BY payable.oldest`
}

/** One bad row must not keep the others from their money. */
async function readParty(ctx: Context, receiver: string): Promise<Party | undefined> {
  try {
    return await parseAddress(ctx.chain, receiver)
  } catch (error) {
    ctx.log.error({ receiver, err: error }, "a receiver cannot be paid")
    return undefined
  }
}

/** What waits for the operator: amounts in shannons. */
export interface AwaitingApproval {
  /** The limits now; null: none. `dayLeft` is what is left of the last 24 hours' */
  settlementLimit: Shannons | null
  dayLimit: Shannons | null
  dayLeft: Shannons | null
  receivers: { receiver: string; amount: Shannons }[]
}

/** Receivers whom only the limits keep from being paid now, and whose payouts nobody has approved. */
export async function awaitingApproval(ctx: Context): Promise<AwaitingApproval> {
  const room = await payoutRoom(ctx, ctx.db)
  const receivers = room.least === undefined ? [] : await allPayable(ctx)
  return {
    settlementLimit: room.settlement ?? null,
    dayLimit: ctx.config.payoutLimits.day ?? null,
    dayLeft: room.day ?? null,
    receivers: receivers
      .filter(({ approved, amount }) => !approved && !isWithin(room, amount))
      .map(({ party, amount }) => ({ receiver: party.address, amount })),
  }
}
