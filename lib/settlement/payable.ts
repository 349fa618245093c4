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
  receiver: string
  lockHash: Hex
  /** Of all the entries */
  amount: Shannons
  entries: number
  /** The operator has approved a payout of this size to them, whatever the limits */
  approved: boolean
}

/** A receiver who can be paid now, and the entries that pay them. `amount` is the sum of these. */
export interface PayableReceiver {
  party: Party
  amount: Shannons
  approved: boolean
  entryIds: bigint[]
}

/**
 * Whoever has reached their threshold under their own settings, by lock, the longest waiting first. To find them, all
 * that is available is added up, so whoever makes several payouts asks once.
 */
export type PayableQueue = Map<Hex, Payable>

/**
 * The receivers who can be paid now, and no more than one transaction can pay. A receiver who is owed more entries than
 * one payout takes is paid in part, the largest first. Who turns out to be unpayable leaves the queue.
 *
 * @param most the most receivers to return
 */
export async function payableReceivers(ctx: Context, queue: PayableQueue, most: number): Promise<PayableReceiver[]> {
  const chosen: Payable[] = []
  let room = ENTRIES_AT_ONCE
  for (const receiver of queue.values()) {
    if (chosen.length === most) break
    if (chosen.length === 0 && receiver.entries > ENTRIES_AT_ONCE) {
      const part = await partOf(ctx, receiver)
      if (part) return [part]
      queue.delete(receiver.lockHash)
    }
    // A receiver who is owed more than is left does not keep those behind them waiting.
    if (receiver.entries > room) continue
    chosen.push(receiver)
    room -= receiver.entries
  }
  const receivers = await withEntries(ctx, chosen, ENTRIES_AT_ONCE)
  const payable = new Set(receivers.map(({ party }) => party.lockHash))
  for (const { lockHash } of chosen) if (!payable.has(lockHash)) queue.delete(lockHash)
  return receivers.length > 0 || chosen.length === 0 ? receivers : payableReceivers(ctx, queue, most)
}

/** They have been paid: what is left of the queue is whom the next payout may pay. */
export function takeFromQueue(queue: PayableQueue, paid: PayableReceiver[]): void {
  for (const { party, amount, entryIds } of paid) {
    const waiting = queue.get(party.lockHash)
    const entries = (waiting?.entries ?? 0) - entryIds.length
    if (waiting && entries > 0)
      queue.set(party.lockHash, { ...waiting, entries, amount: shannons(waiting.amount - amount) })
    else queue.delete(party.lockHash)
  }
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
  ctx.log.warn({ receiver: receiver.receiver }, "a receiver is owed too many small entries to be paid")
  return undefined
}

/** @param limit of one receiver's entries: the largest */
async function withEntries(ctx: Context, receivers: Payable[], limit: number): Promise<PayableReceiver[]> {
  const rows = await ctx.db.$queryRaw<{ lock_hash: Uint8Array; ids: bigint[]; amount: bigint }[]>`
    SELECT l.lock_hash, array_agg(e.id) AS ids, sum(e.amount)::bigint AS amount
    FROM unnest(${receivers.map(({ lockHash }) => fromHex(lockHash))}::bytea[]) AS l(lock_hash)
    CROSS JOIN LATERAL (
      SELECT a.id, a.amount FROM account a
      WHERE a.lock_hash = l.lock_hash AND a.status = 'available' AND a.kind <> 'fee'
      ORDER BY a.amount DESC, a.id LIMIT ${limit}
    ) e
    LEFT JOIN payout_setting s ON s.lock_hash = l.lock_hash
    GROUP BY l.lock_hash, s.threshold HAVING sum(e.amount) >= greatest(${ctx.config.minWithdrawal}, s.threshold)`
  const byLock = new Map(rows.map((row) => [toHex(row.lock_hash), row]))
  const payable: PayableReceiver[] = []
  for (const { receiver, lockHash, approved } of receivers) {
    const row = byLock.get(lockHash)
    const party = row && (await readParty(ctx, receiver))
    if (!row || !party || row.amount < party.occupied) continue
    payable.push({ party, approved, entryIds: row.ids, amount: shannons(row.amount) })
  }
  return payable
}

interface Row {
  lock_hash: Uint8Array
  receiver: string
  amount: bigint
  entries: number
  approval: bigint | null
}

/** @param most of them, the longest waiting: as many as are paid by the time somebody asks again */
export async function payableQueue(ctx: Context, most: number): Promise<PayableQueue> {
  const approval = usableApproval(Prisma.sql`payable.lock_hash`, Prisma.sql`payable.amount`)
  const rows = await ctx.db.$queryRaw<Row[]>`
    SELECT payable.lock_hash, payable.receiver, payable.amount, payable.entries, (${approval}) AS approval FROM (
      SELECT min(a.id) AS oldest, a.lock_hash, min(a.receiver) AS receiver, count(*)::int AS entries,
        sum(a.amount)::bigint AS amount
      FROM account a LEFT JOIN payout_setting s ON s.lock_hash = a.lock_hash
      WHERE a.status = 'available' AND a.kind <> 'fee' AND s.paused IS NOT TRUE
      GROUP BY a.lock_hash, s.threshold HAVING sum(a.amount) >= greatest(${ctx.config.minWithdrawal}, s.threshold)
      ORDER BY oldest LIMIT ${most}
    ) payable ORDER BY payable.oldest`
  return new Map(
    rows.map((row) => {
      const { receiver, entries, approval } = row
      const lockHash = toHex(row.lock_hash)
      return [lockHash, { receiver, lockHash, entries, amount: shannons(row.amount), approved: approval !== null }]
    }),
  )
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
  const queue = room.least === undefined ? new Map<Hex, Payable>() : await payableQueue(ctx, MAX_RECEIVERS)
  const waiting = [...queue.values()].filter(({ approved, amount }) => !approved && !isWithin(room, amount))
  const parties = await Promise.all(
    waiting.map(async ({ receiver, amount }) => ({ party: await readParty(ctx, receiver), amount })),
  )
  return {
    settlementLimit: room.settlement ?? null,
    dayLimit: ctx.config.payoutLimits.day ?? null,
    dayLeft: room.day ?? null,
    receivers: parties.flatMap(({ party, amount }) =>
      party && amount >= party.occupied ? [{ receiver: party.address, amount }] : [],
    ),
  }
}
