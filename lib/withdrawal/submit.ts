import { receiverLockFor } from "@/lib/chain/locks"
import { outPointsOf } from "@/lib/chain/transaction"
import { acceptWitness } from "@/lib/chain/witness"
import type { Context } from "@/lib/context"
import type { DbTransaction } from "@/lib/db"
import { HoldLost, NotFound, StateMismatch } from "@/lib/errors"
import { type Hex, toHex } from "@/lib/hex"
import { takeEntries } from "@/lib/ledger/take-entries"
import { shannons } from "@/lib/money"
import { requireShareOfPool } from "@/lib/pool/share"
import { admitPayout } from "@/lib/settlement/limits"
import { DeadCells, withSignature } from "@/lib/signing/sign"
import { broadcast } from "@/lib/transaction/broadcast"
import { takeCells, writeClaims } from "@/lib/transaction/claim"
import { LEAST_SHARE } from "./cells"
import { getWithdrawal } from "./query"
import type { WithdrawalStatus } from "./types"

export interface SubmittedWithdrawal {
  withdrawalId: bigint
  txHash: Hex
  status: WithdrawalStatus
}

interface WithdrawalRow {
  id: bigint
  receiver: string
  receiver_lock_hash: Uint8Array
  amount: bigint
  status: string
  tx_hash: Uint8Array<ArrayBuffer>
  unsigned_tx: Uint8Array
  platform_cell_ids: bigint[]
  expired: boolean
}

/**
 * Takes the receiver's signature, where their lock wants one, adds the platform's, stores, then sends: the same order
 * and promises as a payment's submit. The entries go from available to settling by compare-and-set, so no settlement
 * can pay them too.
 *
 * @throws NotFound, TxMismatch, InvalidSignature, as a payment's submit
 * @throws StateMismatch when it has expired, or the balance was paid out otherwise meanwhile
 * @throws ApprovalNeeded above what is paid out without the operator's word
 * @throws HoldLost when a cell it would spend is taken: prepare again
 * @throws PaymentInProgress when the receiver has their share of the pool in other transactions
 * @throws Paused while payouts stand still, whenever this one was prepared; CatchingUp while the newest blocks are not
 *   taken in
 */
export async function submitWithdrawal(
  ctx: Context,
  input: { withdrawalId: bigint; rawTx: Hex },
): Promise<SubmittedWithdrawal> {
  const row = await load(ctx, input.withdrawalId)
  const tx = await acceptWitness(
    ctx.chain,
    {
      unsignedTx: row.unsigned_tx,
      cosigner: row.receiver,
      rulesFor: receiverLockFor,
      platformInputs: row.platform_cell_ids.length,
    },
    input.rawTx,
  )
  if (row.status === "submitted") return replyOf(ctx, row)
  if (row.status !== "prepared" || row.expired) throw expired(row)

  const inputs = outPointsOf(tx)
  const lockHash = toHex(row.receiver_lock_hash)
  const bytes = await withSignature(ctx, { tx, scope: "settlement" }, async (db, sign) => {
    const settlementId = await begin(db, row)
    if (settlementId === undefined) return undefined
    await requireShareOfPool(db, { lockHash, cells: row.platform_cell_ids.length, atLeast: LEAST_SHARE })
    await admitPayout(ctx, db, { settlementId, amount: shannons(row.amount), lockHash })
    if (!(await takeCells(db, row.platform_cell_ids, "co-signed"))) throw cellTaken()
    await settleEntries(db, row, settlementId)
    const claims = inputs.map((outPoint, i) =>
      i === 0 ? { outPoint, lockHash } : { outPoint, lockHash: ctx.chain.platform.lockHash, forLockHash: lockHash },
    )
    if ((await writeClaims(db, { settlementId }, claims)).length > 0) throw cellTaken()
    return sign({ settlementId })
  }).catch((error: unknown) => {
    throw error instanceof DeadCells ? cellTaken() : error
  })
  if (bytes) await broadcast(ctx, row.tx_hash, bytes)
  return replyOf(ctx, row)
}

async function load(ctx: Context, id: bigint): Promise<WithdrawalRow> {
  const [row] = await ctx.db.$queryRaw<WithdrawalRow[]>`
    SELECT id, receiver, receiver_lock_hash, amount, status, tx_hash, unsigned_tx, platform_cell_ids,
      expires_at <= now() AS expired
    FROM withdrawal WHERE id = ${id}`
  if (!row) throw new NotFound(`There is no withdrawal ${id}.`)
  return row
}

/** prepared → submitted, with the settlement that it becomes; undefined when another request was first. */
async function begin(db: DbTransaction, row: WithdrawalRow): Promise<bigint | undefined> {
  const [locked] = await db.$queryRaw<{ status: string; expired: boolean }[]>`
    SELECT status, expires_at <= now() AS expired FROM withdrawal WHERE id = ${row.id} FOR UPDATE`
  if (locked?.status === "submitted") return undefined
  if (locked?.status !== "prepared" || locked.expired) throw expired(row)
  const { id } = await db.settlement.create({
    data: { kind: "withdrawal", amount: row.amount, networkFee: 0n, txHash: row.tx_hash },
    select: { id: true },
  })
  await db.$executeRaw`UPDATE withdrawal SET status = 'submitted', settlement_id = ${id} WHERE id = ${row.id}`
  return id
}

/** The receiver's entries go to this settlement, all of the amount or none. */
async function settleEntries(db: DbTransaction, row: WithdrawalRow, settlementId: bigint): Promise<void> {
  const { ids, amount } = await takeEntries(db, row.receiver_lock_hash, row.amount)
  if (amount < row.amount) throw paidMeanwhile(row)
  await db.$executeRaw`
    UPDATE account SET status = 'settling', settlement_id = ${settlementId}, tx_hash = ${row.tx_hash}
    WHERE id = ANY(${ids}) AND status = 'available'`
}

async function replyOf(ctx: Context, row: WithdrawalRow): Promise<SubmittedWithdrawal> {
  const { status } = await getWithdrawal(ctx, row.id)
  return { withdrawalId: row.id, txHash: toHex(row.tx_hash), status }
}

function expired(row: WithdrawalRow): StateMismatch {
  return new StateMismatch(
    `Withdrawal ${row.id} has expired. Nothing was sent; your balance is safe. Prepare a new one.`,
    {
      details: { reason: "withdrawal_over", withdrawal_status: "expired" },
    },
  )
}

function paidMeanwhile(row: WithdrawalRow): StateMismatch {
  return new StateMismatch(
    `The balance that withdrawal ${row.id} would take out is being paid otherwise. Nothing was sent now. Look at the balance and prepare again.`,
    { details: { reason: "paid_otherwise" } },
  )
}

function cellTaken(): HoldLost {
  return new HoldLost(
    "A cell of this withdrawal went to another transaction. Nothing was sent; your balance is safe. Prepare again.",
    { details: { reason: "withdrawal_cell_taken" } },
  )
}
