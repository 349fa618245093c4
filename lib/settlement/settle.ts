import { deadOutPoints } from "@/lib/chain/cells"
import { type BuiltTransaction, buildPlatformTransaction } from "@/lib/chain/transaction"
import type { Context } from "@/lib/context"
import type { DbTransaction } from "@/lib/db"
import { ApprovalNeeded } from "@/lib/errors"
import { fromHex } from "@/lib/hex"
import { sum } from "@/lib/money"
import { countLiveCells, type FreeCell, freeCells } from "@/lib/pool/cells"
import { takeCells, writeClaims } from "@/lib/pool/claim"
import { LENDABLE_FACTOR } from "@/lib/pool/hold"
import { refuseWhenPaused } from "@/lib/pool/pause"
import { broadcast } from "@/lib/tracking/broadcast"
import { signAndStore } from "@/lib/tracking/sign"
import { admitPayout, type PayoutRoom, payoutRoom, within } from "./limits"
import { type PayableReceiver, payableReceivers } from "./payable"
import { planSettlement } from "./plan"

/** More settlements than this in one run mean that something is wrong; the next run goes on. */
const MAX_SETTLEMENTS = 20

/**
 * Pays every receiver whose payable entries reach max(minimum, occupied capacity of their lock, what they have set), many in a
 * transaction, but those who have paused their payouts.
 *
 * Signed first, stored with its claims and entries in one database transaction, and only then sent. An entry that another
 * run takes meanwhile makes that transaction roll back, so two runs at once pay nobody twice.
 *
 * @returns the ids of the settlements made now; none when nobody is payable or the pool's cells are busy
 * @throws Paused while an alarm is open; ChainError when the node does not answer
 */
export async function settle(ctx: Context): Promise<{ settlements: bigint[] }> {
  await refuseWhenPaused(ctx.db, "settlement")
  const settlements: bigint[] = []
  while (settlements.length < MAX_SETTLEMENTS) {
    const id = await settleOnce(ctx)
    if (id === undefined) break
    settlements.push(id)
  }
  return { settlements }
}

async function settleOnce(ctx: Context): Promise<bigint | undefined> {
  const receivers = await payableReceivers(ctx)
  if (receivers.length === 0) return undefined
  const plan = await choose(ctx, receivers)
  if (!plan) {
    ctx.log.warn({ receivers: receivers.length }, "settlement waits: for free cells, or for the operator's approval")
    return undefined
  }
  const dead = await deadOutPoints(
    ctx.chain,
    plan.cells.map((cell) => cell.outPoint),
  )
  if (dead.length > 0) {
    ctx.log.warn({ cells: dead.length }, "settlement waits: the chain has spent cells that are not yet followed")
    return undefined
  }
  const built = await buildPlatformTransaction(ctx.chain, {
    cells: plan.cells,
    payouts: plan.receivers.map(({ party, amount }) => ({ lock: party.lock, capacity: amount })),
    changeCells: plan.changeCells,
    changeCapacity: ctx.config.minWithdrawal,
    feeRate: await ctx.chain.feeRate(),
  })
  if (!built) return undefined
  const stored = await ctx.db
    .$transaction((db) => store(ctx, db, { ...plan, built }))
    .catch((error: unknown) => {
      if (error instanceof LostRace || error instanceof ApprovalNeeded) return undefined
      throw error
    })
  if (!stored) return undefined
  ctx.log.info({ settlement: Number(stored.id), receivers: plan.receivers.length }, "settlement signed")
  await broadcast(ctx, fromHex(built.hash), stored.bytes)
  return stored.id
}

/** First who was approved although it is above the limits, alone; then as many of the others as the limits allow together. */
async function choose(ctx: Context, receivers: PayableReceiver[]) {
  const room = await payoutRoom(ctx, ctx.db)
  const approved = receivers.find((receiver) => receiver.approved && !within(room, receiver.amount))
  const alone = approved && (await planWithin(ctx, [approved], undefined))
  if (alone) return alone
  const admitted = receivers.filter((receiver) => within(room, receiver.amount))
  return admitted.length === 0 ? undefined : planWithin(ctx, admitted, room)
}

/**
 * Half of the pool at most goes in, so that senders are served meanwhile; all of it only when the receiver who has waited
 * longest is owed more than half can pay, or they would wait for ever.
 */
async function planWithin(ctx: Context, receivers: PayableReceiver[], room: PayoutRoom | undefined) {
  const { minWithdrawal, poolCells } = ctx.config
  const { live, lendable } = await countLiveCells(ctx, minWithdrawal * LENDABLE_FACTOR)
  const cells = await freeCells(ctx, live)
  const feeRate = await ctx.chain.feeRate()
  const plan = (maxCells: number) =>
    planSettlement({
      receivers,
      cells,
      maxCells,
      maxAmount: room?.least,
      cellCapacity: minWithdrawal,
      missingCells: Math.max(0, poolCells - lendable),
      feeRate,
    })
  const [longest] = receivers
  const half = plan(Math.max(1, Math.floor(live / 2)))
  if (half && longest && half.receivers.includes(longest)) return half
  return plan(live) ?? half
}

/** Another run took a cell or an entry first: nothing is stored, and the signature is forgotten unsent. */
class LostRace extends Error {}

interface Draft {
  receivers: PayableReceiver[]
  cells: FreeCell[]
  built: BuiltTransaction
}

async function store(ctx: Context, db: DbTransaction, { receivers, cells, built }: Draft) {
  const txHash = fromHex(built.hash)
  const amount = sum(receivers.map((receiver) => receiver.amount))
  // Two runs at the same instant choose the same cells for the same receivers: then this is one transaction.
  const [created] = await db.$queryRaw<{ id: bigint }[]>`
    INSERT INTO "settlement" ("amount", "network_fee", "tx_hash") VALUES (${amount}, ${built.networkFee}, ${txHash})
    ON CONFLICT ("tx_hash") DO NOTHING RETURNING "id"`
  if (!created) throw new LostRace()
  const { id } = created
  const [alone] = receivers.length === 1 ? receivers : []
  await admitPayout(ctx, db, { settlementId: id, amount, lockHash: alone?.party.lockHash })
  if (
    !(await takeCells(
      db,
      cells.map((cell) => cell.id),
    ))
  )
    throw new LostRace()
  const entryIds = receivers.flatMap((receiver) => receiver.entryIds)
  const [settling] = await db.$queryRaw<{ count: number; amount: bigint }[]>`
    WITH settling AS (
      UPDATE "account" SET "status" = 'settling', "settlement_id" = ${id}, "tx_hash" = ${txHash}
      WHERE "id" = ANY(${entryIds}) AND "status" = 'available' RETURNING "amount"
    )
    SELECT count(*)::int AS "count", coalesce(sum("amount"), 0)::bigint AS "amount" FROM settling`
  if (settling?.count !== entryIds.length || settling.amount !== amount) throw new LostRace()
  const claims = built.inputs.map((outPoint) => ({ outPoint, lockHash: ctx.chain.platform.lockHash }))
  if ((await writeClaims(db, { settlementId: id }, claims)).length > 0) throw new LostRace()
  return { id, bytes: await signAndStore(ctx, db, { settlementId: id }, built.tx) }
}
