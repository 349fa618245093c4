import type { Person, PlatformActor } from "@/lib/actor"
import { audit } from "@/lib/audit"
import type { PlainCell } from "@/lib/chain/cells"
import { minReplaceFee } from "@/lib/chain/replace"
import { type BuiltTransaction, buildPlatformTransaction, rateFor } from "@/lib/chain/transaction"
import type { Context } from "@/lib/context"
import type { DbTransaction } from "@/lib/db"
import { NotFound, StateMismatch } from "@/lib/errors"
import { fromHex, type Hex, toHex } from "@/lib/hex"
import { formatCkb, largest, shannons } from "@/lib/money"
import type { PlatformCell } from "@/lib/pool/platform-cell"
import { DeadCells, withSignature } from "@/lib/signing/sign"
import { broadcast } from "@/lib/transaction/broadcast"
import { type Owner, subjectOf } from "@/lib/transaction/owner"
import { END_FEE_AT_MOST } from "./end-fee"

/**
 * Ends a signed transaction that does not commit, on purpose: the platform spends its own cell of it. That changes no
 * state. Whichever of the two the chain takes decides: if it is this one, the other is dead once this is final, and
 * what it bound is free again; if it is the other, this one dies.
 *
 * It pays the network what replacing the others takes, and never more than `END_FEE_AT_MOST`. Who has
 * chained transactions with large fees on the other one must not make the platform pay for them.
 *
 * @returns the hash of the transaction that is to end it
 * @throws NotFound when nothing of that number is signed and uncommitted
 * @throws StateMismatch when it is being ended already, its cell is not its own any more, or replacing it costs too
 *   much
 * @throws CatchingUp while the newest blocks are not taken in; ChainError when the node does not answer
 */
export async function endTransaction(ctx: Context<Person | PlatformActor>, stuck: Owner, reason: string): Promise<Hex> {
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
  const bytes = await withSignature(ctx, { tx: built.tx, scope: "self-spend" }, async (db, sign) => {
    await requireStillBound(db, cell, stuck)
    const ending = await db.poolOperation.findFirst({ where: { cellId: cell.id, status: "signed" } })
    if (ending) throw new StateMismatch(`${subject} is being ended already, by ${toHex(ending.txHash)}.`)
    const { id } = await db.poolOperation.create({
      data: { kind: "self_spend", endsId: target.id, cellId: cell.id, networkFee: built.networkFee, txHash },
      select: { id: true },
    })
    await audit(db, ctx, { action: "end", subject, reason })
    return sign({ poolOperationId: id })
  }).catch((error: unknown) => {
    throw error instanceof DeadCells ? cellIsGone() : error
  })
  await broadcast(ctx, txHash, bytes)
  return built.hash
}

/** The first platform cell that the stuck transaction spends; its claim stays with it. */
async function ownCell(ctx: Context, stuck: Owner): Promise<PlatformCell> {
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
  throw cellIsGone()
}

/**
 * Queues with another operator who ends the same, and with who takes or frees the cell. Since it was chosen it may have
 * been lent again, and ending would then kill somebody else's payment.
 */
async function requireStillBound(db: DbTransaction, { id, outPoint }: PlatformCell, stuck: Owner): Promise<void> {
  const [locked] = await db.$queryRaw<{ state: string }[]>`
    SELECT state FROM platform_cell WHERE id = ${id} FOR UPDATE`
  const where = { ...stuck, txHash: fromHex(outPoint.txHash), outputIndex: outPoint.index, spentBy: null }
  if (locked?.state !== "claimed" || !(await db.claim.findFirst({ where }))) throw cellIsGone()
}

function cellIsGone(): StateMismatch {
  return new StateMismatch(
    "The platform's cell of this transaction is spent, gone from the chain, or lent to another one. Nothing was done.",
  )
}

/** Bytes of a transaction with one input and one output of the platform's lock. */
const SELF_SPEND_BYTES = 351
/** Pays enough to replace whichever of the others a node still has. */
async function build(ctx: Context, cell: PlainCell, replaces: Hex[]): Promise<BuiltTransaction> {
  const fees = await Promise.all(replaces.map((txHash) => minReplaceFee(ctx.chain, txHash)))
  const needed = largest(fees)
  if (needed > END_FEE_AT_MOST)
    throw new StateMismatch(
      `The node asks ${formatCkb(needed)} CKB for replacing it, for what was chained on it: more than the ${formatCkb(END_FEE_AT_MOST)} CKB that ending something may cost. Nothing was done. Try again when it is in a block or forgotten.`,
    )
  const parts = { cells: [cell], payouts: [], changeCells: 1, changeCapacity: cell.capacity }
  const rate = await ctx.chain.feeRate()
  const replacing = rateFor({ length: SELF_SPEND_BYTES }, needed)
  const built = await buildPlatformTransaction(ctx.chain, { ...parts, feeRate: largest([rate, replacing]) })
  if (built) return built
  throw new StateMismatch("The platform's cell is too small to pay the network for this. Nothing was done.")
}
