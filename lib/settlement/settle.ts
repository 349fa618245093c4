import { type BuiltTransaction, buildPlatformTransaction } from "@/lib/chain/transaction"
import type { Context } from "@/lib/context"
import type { DbTransaction } from "@/lib/db"
import { AppError, ApprovalNeeded } from "@/lib/errors"
import { fromHex } from "@/lib/hex"
import { sum } from "@/lib/money"
import { refuseWhenPaused } from "@/lib/pause"
import { countLiveCells, countPayoutCells, freeCells } from "@/lib/pool/cells"
import { LENDABLE_FACTOR } from "@/lib/pool/hold"
import { CELLS_PER_TRANSACTION } from "@/lib/pool/initialise"
import type { PlatformCell } from "@/lib/pool/platform-cell"
import { DeadCells, type Sign, withSignature } from "@/lib/signing/sign"
import { broadcast } from "@/lib/transaction/broadcast"
import { takeCells, writeClaims } from "@/lib/transaction/claim"
import { admitPayout, isWithin, type PayoutRoom, payoutRoom } from "./limits"
import {
  MAX_RECEIVERS,
  type PayableQueue,
  type PayableReceiver,
  payableQueue,
  payableReceivers,
  takeFromQueue,
} from "./payable"
import { planSettlement } from "./plan"

/** More settlements than this in one run mean that something is wrong; the next run goes on. */
const MAX_SETTLEMENTS = 20
/** Inputs of one settlement, at 44 bytes each: with its outputs it stays below half of the largest transaction. */
const MAX_CELLS = 2_000

/**
 * Pays every receiver whose payable entries reach max(minimum, occupied capacity of their lock, their own threshold),
 * many in one transaction. Receivers who have paused their payouts are left out.
 *
 * Signed first, stored with its claims and entries in one database transaction, and only then sent. An entry that
 * another run takes meanwhile makes that transaction roll back, so two runs at once pay nobody twice. A payout that
 * cannot be made is tried with half as many receivers; one who cannot be paid alone is left out of the run.
 *
 * @returns the ids of the settlements made now; none when nobody is payable or the pool's cells are busy
 * @throws Paused while an alarm is open; CatchingUp while the newest blocks are not taken in; ChainError when the node
 *   does not answer; what kept a receiver from being paid, when nobody was
 */
export async function settle(ctx: Context): Promise<{ settlements: bigint[] }> {
  await refuseWhenPaused(ctx.db, "settlement")
  const settlements: bigint[] = []
  const queue = await payableQueue(ctx, MAX_SETTLEMENTS * MAX_RECEIVERS)
  let most = MAX_RECEIVERS
  let madeCells = 0
  let failure: unknown
  while (settlements.length < MAX_SETTLEMENTS) {
    const plan = await planOne(ctx, queue, { most, madeCells })
    if (!plan) break
    try {
      const id = await settleOne(ctx, plan)
      if (id === undefined) break
      settlements.push(id)
      takeFromQueue(queue, plan.receivers)
      madeCells += plan.changeCells
    } catch (error) {
      if (error instanceof AppError) throw error
      failure = error
      const [alone, another] = plan.receivers
      ctx.log.error({ receivers: plan.receivers.length, err: error }, "a settlement failed: trying a smaller one")
      if (alone && !another) queue.delete(alone.party.lockHash)
      most = another ? Math.max(1, Math.floor(plan.receivers.length / 2)) : MAX_RECEIVERS
    }
  }
  if (settlements.length === 0 && failure !== undefined) throw failure
  return { settlements }
}

type Plan = NonNullable<Awaited<ReturnType<typeof choose>>>

interface Run {
  /** The most receivers of its next payout */
  most: number
  /** How many cells its payouts make: the pool has them when a block has these */
  madeCells: number
}

/** @returns undefined when nobody is payable, or the cells or the limits do not allow it now */
async function planOne(ctx: Context, queue: PayableQueue, run: Run): Promise<Plan | undefined> {
  for (;;) {
    const receivers = await payableReceivers(ctx, queue, run.most)
    const [alone, another] = receivers
    if (!alone) return undefined
    const plan = await choose(ctx, receivers, run)
    if (plan) return plan
    ctx.log.warn({ receivers: receivers.length }, "settlement waits: for free cells, or for the operator's approval")
    if (another) return undefined
    // Alone because their entries fill a payout. The others do not wait for them.
    queue.delete(alone.party.lockHash)
  }
}

/** @returns undefined when another run was first, or the chain has spent cells that are not yet followed */
async function settleOne(ctx: Context, plan: Plan): Promise<bigint | undefined> {
  const built = await buildPlatformTransaction(ctx.chain, {
    cells: plan.cells,
    payouts: plan.receivers.map(({ party, amount }) => ({ lock: party.lock, capacity: amount })),
    changeCells: plan.changeCells,
    changeCapacity: ctx.config.minWithdrawal,
    feeRate: await ctx.chain.feeRate(),
  })
  if (!built) return undefined
  const stored = await withSignature(ctx, { tx: built.tx, scope: "settlement" }, (db, sign) =>
    store(ctx, db, { ...plan, built, sign }),
  ).catch((error: unknown) => {
    if (error instanceof LostRace || error instanceof ApprovalNeeded) return undefined
    if (!(error instanceof DeadCells)) throw error
    ctx.log.warn({ cells: error.inputs.length }, "settlement waits: the chain has spent cells of it")
    return undefined
  })
  if (!stored) return undefined
  ctx.log.info({ settlement: Number(stored.id), receivers: plan.receivers.length }, "settlement signed")
  await broadcast(ctx, fromHex(built.hash), stored.bytes)
  return stored.id
}

/**
 * An approved receiver above the limits comes first, alone; then as many of the others as the limits allow together.
 */
async function choose(ctx: Context, receivers: PayableReceiver[], run: Run) {
  const room = await payoutRoom(ctx, ctx.db)
  const approved = receivers.find((receiver) => receiver.approved && !isWithin(room, receiver.amount))
  const alone = approved && (await planWithin(ctx, [approved], undefined, run))
  if (alone) return alone
  const admitted = receivers.filter((receiver) => isWithin(room, receiver.amount))
  return admitted.length === 0 ? undefined : planWithin(ctx, admitted, room, run)
}

/**
 * Half of the cells at most are in payouts that no block has, however many of these there are, so that senders are
 * served meanwhile; all of them only when no payout is on its way and the receiver who has waited longest is owed more
 * than half can pay, or they would wait for ever. What payments have bound is nobody's to take, and counts for neither.
 */
async function planWithin(ctx: Context, receivers: PayableReceiver[], room: PayoutRoom | undefined, run: Run) {
  const { minWithdrawal, poolCells } = ctx.config
  const { free, inPayouts } = await countPayoutCells(ctx)
  const half = Math.floor((free + inPayouts) / 2) - inPayouts
  const most = inPayouts > 0 ? half : free
  if (most < 1) return undefined
  const cells = await freeCells(ctx, Math.min(most, MAX_CELLS))
  const { lendable } = await countLiveCells(ctx, minWithdrawal * LENDABLE_FACTOR)
  const feeRate = await ctx.chain.feeRate()
  const plan = (maxCells: number) =>
    planSettlement({
      receivers,
      cells,
      maxCells,
      maxAmount: room?.least,
      cellCapacity: minWithdrawal,
      missingCells: Math.max(0, poolCells - lendable - run.madeCells),
      maxChange: CELLS_PER_TRANSACTION,
      feeRate,
    })
  const [longest] = receivers
  const within = plan(inPayouts > 0 ? half : Math.max(1, half))
  if (within && longest && within.receivers.includes(longest)) return within
  return plan(most) ?? within
}

/** Another run took a cell or an entry first: nothing is stored, and the signature is discarded before it is sent. */
class LostRace extends Error {}

interface Draft {
  receivers: PayableReceiver[]
  cells: PlatformCell[]
  built: BuiltTransaction
  sign: Sign
}

async function store(ctx: Context, db: DbTransaction, { receivers, cells, built, sign }: Draft) {
  const txHash = fromHex(built.hash)
  const amount = sum(receivers.map((receiver) => receiver.amount))
  // Two runs at the same instant choose the same cells for the same receivers: then this is one transaction.
  const [created] = await db.$queryRaw<{ id: bigint }[]>`
    INSERT INTO settlement (amount, network_fee, tx_hash) VALUES (${amount}, ${built.networkFee}, ${txHash})
    ON CONFLICT (tx_hash) DO NOTHING RETURNING id`
  if (!created) throw new LostRace()
  const { id } = created
  const [alone] = receivers.length === 1 ? receivers : []
  await admitPayout(ctx, db, { settlementId: id, amount, lockHash: alone?.party.lockHash })
  const cellIds = cells.map((cell) => cell.id)
  if (!(await takeCells(db, cellIds, "alone"))) throw new LostRace()
  const entryIds = receivers.flatMap((receiver) => receiver.entryIds)
  const [settling] = await db.$queryRaw<{ count: number; amount: bigint }[]>`
    WITH settling AS (
      UPDATE account SET status = 'settling', settlement_id = ${id}, tx_hash = ${txHash}
      WHERE id = ANY(${entryIds}) AND status = 'available' RETURNING amount
    )
    SELECT count(*)::int AS count, coalesce(sum(amount), 0)::bigint AS amount FROM settling`
  if (settling?.count !== entryIds.length || settling.amount !== amount) throw new LostRace()
  const claims = built.inputs.map((outPoint) => ({ outPoint, lockHash: ctx.chain.platform.lockHash }))
  if ((await writeClaims(db, { settlementId: id }, claims)).length > 0) throw new LostRace()
  return { id, bytes: await sign({ settlementId: id }) }
}
