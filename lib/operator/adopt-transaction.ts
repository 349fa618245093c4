import type { Person } from "@/lib/actor"
import { audit } from "@/lib/audit"
import { type CommittedTransaction, readCommitted } from "@/lib/chain/committed"
import type { Context } from "@/lib/context"
import type { DbTransaction } from "@/lib/db"
import { NotFound, StateMismatch } from "@/lib/errors"
import { fromHex, type Hex } from "@/lib/hex"
import { postAdopted, postDeposits } from "@/lib/ledger/post"
import { takeEntries } from "@/lib/ledger/take-entries"
import { sum } from "@/lib/money"
import { changeAlone } from "@/lib/signing-lock"
import { commitTransactions } from "@/lib/tracking/apply-block"
import { confirmBuried } from "@/lib/tracking/confirm"
import { finalHeight } from "@/lib/tracking/final"
import { writeClaims } from "@/lib/transaction/claim"
import type { Owner, OwnerKind } from "@/lib/transaction/owner"
import { currentTip } from "@/lib/transaction/tip"

export interface Adopted {
  as: OwnerKind
  id: bigint
  /** shannons of entries that it has paid, so that they are not paid again */
  paid: bigint
  /** shannons by which the operator's capital has grown (or shrunk): what this database cannot explain */
  capital: bigint
}

/**
 * Takes in a transaction that the platform signed and this database does not know, because it was restored from an
 * older backup. The chain has it, so nothing is decided here; the books follow:
 *
 * - the transaction of a payment that was prepared before the backup is that payment's: its entries are credited;
 * - what the platform paid to a lock is taken from what that lock is owed, the oldest entries first, so that it is not
 *   paid again;
 * - the rest, for which there is no row, is the operator's capital, to the shannon.
 *
 * @throws NotFound when no block holds it, or it spends no cell of the platform
 * @throws StateMismatch when the database knows it, or it is not final yet
 */
export async function adoptTransaction(ctx: Context<Person>, txHash: Hex, reason: string): Promise<Adopted> {
  const seen = await readCommitted(ctx.chain, txHash)
  const platform = ctx.chain.platform.lockHash
  if (!seen?.inputs.some(({ lockHash }) => lockHash === platform))
    throw new NotFound(`No block holds a transaction ${txHash} that spends a cell of the platform. Nothing was done.`)
  const tip = await currentTip(ctx)
  const final = tip && (await finalHeight(ctx, tip))
  if (final === undefined || seen.block.number > final)
    throw new StateMismatch(`${txHash} has fewer than ${ctx.config.confirmations} confirmations. Try again later.`)
  return ctx.db.$transaction(async (db) => {
    await db.$executeRaw`SELECT ${changeAlone}`
    if (await db.chainTransaction.findUnique({ where: { txHash: fromHex(txHash) } }))
      throw new StateMismatch(`This database knows ${txHash} already. Nothing was done.`)
    const adopted = await takeIn(ctx, db, seen, final)
    await audit(db, ctx, { action: "adopt", subject: `transaction ${txHash}`, reason })
    return adopted
  })
}

async function takeIn(ctx: Context, db: DbTransaction, seen: CommittedTransaction, final: bigint): Promise<Adopted> {
  const { owner, paid, booked } = await adopter(ctx, db, seen)
  const { id: makerId } = await db.chainTransaction.create({
    data: {
      txHash: fromHex(seen.hash),
      bytes: seen.bytes,
      networkFee: "paymentId" in owner ? 0n : seen.networkFee,
      adopted: true,
      ...owner,
    },
    select: { id: true },
  })
  if ("paymentId" in owner) await revive(db, owner.paymentId)
  await writeClaims(db, owner, seen.inputs)
  await db.$executeRaw`
    UPDATE claim SET spent_by = ${fromHex(seen.hash)}, spent_block = ${seen.block.number}
    WHERE (tx_hash, output_index) IN (SELECT *
    FROM unnest(${seen.inputs.map(({ outPoint }) => fromHex(outPoint.txHash))}::bytea[],
      ${seen.inputs.map(({ outPoint }) => outPoint.index)}::int[]))`
  // The follower has taken what it made for deposits.
  const made = await db.$queryRaw<{ id: bigint }[]>`
    UPDATE platform_cell SET maker_id = ${makerId}
    WHERE tx_hash = ${fromHex(seen.hash)} AND maker_id IS NULL AND state <> 'orphaned' RETURNING id`
  await postDeposits(
    db,
    made.map(({ id }) => id),
    -1n,
  )
  await commitTransactions(ctx, db, { ...seen.block, transactions: [seen] })
  await confirmBuried(db, final)
  const capital = poolChange(ctx, seen) - booked
  await postAdopted(db, capital)
  if ("paymentId" in owner) return { as: "payment", id: owner.paymentId, paid, capital }
  if ("settlementId" in owner) return { as: "settlement", id: owner.settlementId, paid, capital }
  return { as: "pool_operation", id: owner.poolOperationId, paid, capital }
}

/** @returns the row that it belongs to, and by how much that row's booking will change the pool */
async function adopter(
  ctx: Context,
  db: DbTransaction,
  seen: CommittedTransaction,
): Promise<{ owner: Owner; paid: bigint; booked: bigint }> {
  const txHash = fromHex(seen.hash)
  const { networkFee } = seen
  const payment = await db.payment.findUnique({ where: { txHash } })
  if (payment) return { owner: { paymentId: payment.id }, paid: 0n, booked: payment.amount }
  const ids: bigint[] = []
  let amount = 0n
  for (const [lockHash, got] of gains(ctx, seen)) {
    if (got <= 0n) continue
    const taken = await takeEntries(db, fromHex(lockHash), got)
    ids.push(...taken.ids)
    amount += taken.amount
  }
  if (amount === 0n) {
    const { id } = await db.poolOperation.create({ data: { kind: "adopted", networkFee, txHash } })
    return { owner: { poolOperationId: id }, paid: 0n, booked: -networkFee }
  }
  const { id } = await db.settlement.create({ data: { amount, networkFee, txHash } })
  await db.$executeRaw`
    UPDATE account SET status = 'settling', settlement_id = ${id}, tx_hash = ${txHash}
    WHERE id = ANY(${ids}) AND status = 'available'`
  return { owner: { settlementId: id }, paid: amount, booked: -(amount + networkFee) }
}

/** Prepared, cancelled or expired: the chain says that it was submitted after all. */
async function revive(db: DbTransaction, paymentId: bigint): Promise<void> {
  await db.$executeRaw`
    UPDATE payment SET status = 'submitted' WHERE id = ${paymentId} AND status IN ('prepared', 'cancelled', 'expired')`
  await db.$executeRaw`UPDATE account SET status = 'pending' WHERE payment_id = ${paymentId} AND status = 'void'`
}

/** shannons by which each lock but the platform's has more afterwards */
function gains(ctx: Context, { inputs, outputs }: CommittedTransaction): Map<Hex, bigint> {
  const gains = new Map<Hex, bigint>()
  const add = (lockHash: Hex, amount: bigint) => gains.set(lockHash, (gains.get(lockHash) ?? 0n) + amount)
  for (const { lockHash, capacity } of outputs) add(lockHash, capacity)
  for (const { lockHash, capacity } of inputs) add(lockHash, -capacity)
  gains.delete(ctx.chain.platform.lockHash)
  return gains
}

function poolChange(ctx: Context, { inputs, outputs }: CommittedTransaction): bigint {
  const ours = (cells: { lockHash: Hex; capacity: bigint }[]) =>
    sum(cells.filter(({ lockHash }) => lockHash === ctx.chain.platform.lockHash).map(({ capacity }) => capacity))
  return ours(outputs) - ours(inputs)
}
