import type { PlainCell } from "@/lib/chain/cells"
import { minReplaceFee } from "@/lib/chain/replace"
import { type BuiltTransaction, buildPlatformTransaction } from "@/lib/chain/transaction"
import type { Context } from "@/lib/context"
import { NotFound, StateMismatch } from "@/lib/errors"
import { fromHex, type Hex, toHex } from "@/lib/hex"
import { largest, shannons } from "@/lib/money"
import { broadcast } from "@/lib/tracking/broadcast"
import { signAndStore } from "@/lib/tracking/sign"
import { type Actor, audit } from "./audit"

export type Stuck = { paymentId: bigint } | { settlementId: bigint } | { poolOperationId: bigint }

/**
 * Ends a signed transaction that does not commit, on purpose: the platform spends its own cell of it. That changes no state.
 * Whichever of the two the chain takes decides: if it is this one, the other is dead once this is final, and what it bound is
 * free again; if it is the other, this one dies.
 *
 * @returns the hash of the transaction that is to end it
 * @throws NotFound when nothing of that number is signed and uncommitted
 * @throws StateMismatch when it is being ended already
 */
export async function endTransaction(ctx: Context, stuck: Stuck, why: { reason: string; actor: Actor }): Promise<Hex> {
  const subject = subjectOf(stuck)
  // The newest first; a settlement may have several, and all of them spend the cell.
  const attempts = await ctx.db.chainTransaction.findMany({
    where: { ...stuck, status: "signed" },
    orderBy: { id: "desc" },
    select: { id: true, txHash: true },
  })
  const [target] = attempts
  if (!target) throw new NotFound(`${subject} has no signed transaction that waits for the chain. Nothing was done.`)
  const cell = await ownCell(ctx, stuck)
  const built = await build(
    ctx,
    cell,
    attempts.map(({ txHash }) => toHex(txHash)),
  )
  const txHash = fromHex(built.hash)
  const bytes = await ctx.db.$transaction(async (db) => {
    // Queues with another operator who does the same.
    await db.$queryRaw`SELECT FROM "platform_cell" WHERE "id" = ${cell.id} FOR UPDATE`
    const ending = await db.poolOperation.findFirst({ where: { cellId: cell.id, status: "signed" } })
    if (ending) throw new StateMismatch(`${subject} is being ended already, by ${toHex(ending.txHash)}.`)
    const { id } = await db.poolOperation.create({
      data: { kind: "self_spend", endsId: target.id, cellId: cell.id, networkFee: built.networkFee, txHash },
      select: { id: true },
    })
    await audit(db, { ...why, action: "end", subject })
    return signAndStore(ctx, db, { poolOperationId: id }, built.tx)
  })
  await broadcast(ctx, txHash, bytes)
  return built.hash
}

/** @param kind as the API and the command line call it */
export function stuckOf(kind: "payment" | "settlement" | "pool_operation", id: bigint): Stuck {
  if (kind === "payment") return { paymentId: id }
  return kind === "settlement" ? { settlementId: id } : { poolOperationId: id }
}

function subjectOf(stuck: Stuck): string {
  if ("paymentId" in stuck) return `payment ${stuck.paymentId}`
  return "settlementId" in stuck ? `settlement ${stuck.settlementId}` : `pool operation ${stuck.poolOperationId}`
}

interface OwnCell extends PlainCell {
  id: bigint
}

/** The first platform cell that the stuck transaction spends; its claim stays with it. */
async function ownCell(ctx: Context, stuck: Stuck): Promise<OwnCell> {
  const claims = await ctx.db.claim.findMany({
    where: { ...stuck, lockHash: fromHex(ctx.chain.platform.lockHash), spentBy: null },
  })
  for (const { txHash, outputIndex } of claims) {
    const cell = await ctx.db.platformCell.findUnique({ where: { txHash_outputIndex: { txHash, outputIndex } } })
    if (cell?.state === "claimed") {
      return {
        id: cell.id,
        outPoint: { txHash: toHex(txHash), index: outputIndex },
        capacity: shannons(cell.capacity),
        blockNumber: cell.madeIn,
      }
    }
  }
  throw new StateMismatch(
    "The platform's cell of this transaction is already spent or gone from the chain. Nothing was done.",
  )
}

/** Pays enough to replace whichever of the others a node still has. */
async function build(ctx: Context, cell: PlainCell, replaces: Hex[]): Promise<BuiltTransaction> {
  const parts = { cells: [cell], payouts: [], changeCells: 1, changeCapacity: cell.capacity }
  const plain = await buildPlatformTransaction(ctx.chain, { ...parts, feeRate: await ctx.chain.feeRate() })
  const fees = await Promise.all(replaces.map((txHash) => minReplaceFee(ctx.chain, txHash)))
  const needed = largest(fees)
  if (plain && plain.networkFee >= needed) return plain
  const size = BigInt((plain?.tx.toBytes().length ?? 0) + 4)
  const built =
    plain && (await buildPlatformTransaction(ctx.chain, { ...parts, feeRate: (needed * 1_000n) / size + 1n }))
  if (built) return built
  throw new StateMismatch("The platform's cell is too small to pay the network for this. Nothing was done.")
}
