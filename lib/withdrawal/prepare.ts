import { type Party, parseAddress } from "@/lib/chain/address"
import type { PlainCell } from "@/lib/chain/cells"
import { type AnyoneCanPayLock, type ReceiverLock, receiverLockFor } from "@/lib/chain/locks"
import { type BuiltTransaction, buildWithdrawal } from "@/lib/chain/transaction"
import type { Context } from "@/lib/context"
import { ChainError, InsufficientBalance, ValidationError } from "@/lib/errors"
import { fromHex, type Hex, toHex } from "@/lib/hex"
import { ENTRIES_AT_ONCE } from "@/lib/ledger/take-entries"
import { formatCkb, type Shannons, shannons } from "@/lib/money"
import { refuseWhenPaused } from "@/lib/pause"
import { plainCapacity } from "@/lib/plain-capacity"
import { requireAdmissible } from "@/lib/settlement/limits"
import { findPlatformCells, findReceiverCell, type Source } from "./cells"

export interface PreparedWithdrawal {
  withdrawalId: bigint
  txHash: Hex
  /** Molecule-serialized, with placeholders in the witnesses */
  rawTx: Hex
  /** shannons that the platform owes less afterwards; the receiver's cell grows by this less `networkFee` */
  amount: Shannons
  networkFee: Shannons
  expiresAt: Date
}

/**
 * Builds the transaction by which a receiver takes out what they are owed now, in any amount. Reserves nothing: the
 * entries and cells are taken when the receiver's signature comes. Under an anyone-can-pay lock the transaction needs
 * none.
 *
 * @param input.amount shannons; all that is payable when absent
 * @throws ValidationError for an address whose cells cannot take part here
 * @throws InsufficientBalance when less is payable, the amount is no hundred times the network fee (all that is payable
 *   must only cover it), or the address has no cell
 * @throws NoPlatformCell when the free cells cannot give it now
 * @throws ApprovalNeeded above what is paid out without the operator's word
 * @throws Paused while an alarm is open
 */
export async function prepareWithdrawal(
  ctx: Context,
  input: { receiver: string; amount?: Shannons },
): Promise<PreparedWithdrawal> {
  await refuseWhenPaused(ctx.db, "settlement")
  const receiver = await parseAddress(ctx.chain, input.receiver, "receiver")
  const rules = await receiverLockFor(receiver.lock, ctx.chain.client)
  if (rules.kind === "unsupported") throw ValidationError.field("receiver", rules.reason, { reason: "cannot_withdraw" })
  const { amount, isAll } = await requireAvailable(ctx, receiver, input.amount)
  await requireAdmissible(ctx, amount, receiver.lockHash)
  const receiverCell = await findReceiverCell(ctx, receiver)
  const source = await findPlatformCells(ctx, amount, plainCapacity(ctx.chain.signer.lock))
  return record(ctx, { receiver, rules, amount, isAll, receiverCell, source })
}

async function requireAvailable(
  ctx: Context,
  receiver: Party,
  wanted: Shannons | undefined,
): Promise<Pick<Draft, "amount" | "isAll">> {
  const [row] = await ctx.db.$queryRaw<{ available: bigint }[]>`
    SELECT coalesce(sum(amount), 0)::bigint AS available FROM (
      SELECT amount FROM account
      WHERE lock_hash = ${fromHex(receiver.lockHash)} AND status = 'available' AND kind <> 'fee'
      ORDER BY amount DESC LIMIT ${ENTRIES_AT_ONCE}
    ) entry`
  const available = shannons(row?.available ?? 0n)
  const amount = wanted ?? available
  if (available > 0n && amount <= available) return { amount, isAll: amount === available }
  throw new InsufficientBalance(
    `${formatCkb(available)} CKB can be taken out now. What is still being confirmed, or is being paid already, cannot. Nothing was sent.`,
    { details: { reason: "owed", available: available.toString(), required: amount.toString() } },
  )
}

interface Draft {
  receiver: Party
  rules: ReceiverLock
  amount: Shannons
  /** Whether that is all that can be taken out now */
  isAll: boolean
  receiverCell: PlainCell
  source: Source
}

const HASH_ATTEMPTS = 64
/**
 * The least part of a balance is this many times its network fee: each part binds cells of the pool, and a balance has
 * millions.
 */
const LEAST_TIMES_FEE = 100n

/** As in a payment's prepare, the fee grows by a shannon until the hash is one that nobody has. */
async function record(ctx: Context, draft: Draft): Promise<PreparedWithdrawal> {
  for (let extraFee = 0n; extraFee < HASH_ATTEMPTS; extraFee++) {
    const built = await build(ctx, draft, extraFee)
    const [row] = await ctx.db.$queryRaw<{ id: bigint; expires_at: Date }[]>`
      INSERT INTO withdrawal (receiver, receiver_lock_hash, amount, network_fee, tx_hash, unsigned_tx,
        platform_cell_ids, expires_at)
      VALUES (${draft.receiver.address}, ${fromHex(draft.receiver.lockHash)}, ${draft.amount}, ${built.networkFee},
        ${fromHex(built.hash)}, ${built.tx.toBytes()}, ${draft.source.cells.map((cell) => cell.id)},
        now() + ${ctx.config.holdSeconds} * interval '1 second')
      ON CONFLICT (tx_hash) DO NOTHING
      RETURNING id, expires_at`
    if (row) {
      return {
        withdrawalId: row.id,
        txHash: built.hash,
        rawTx: toHex(built.tx.toBytes()),
        amount: draft.amount,
        networkFee: built.networkFee,
        expiresAt: row.expires_at,
      }
    }
  }
  throw new ChainError(
    "This withdrawal was prepared too often. Nothing was sent. Wait a minute, or change the amount a little.",
    { details: { reason: "prepared_too_often" } },
  )
}

async function build(ctx: Context, draft: Draft, extraFee: bigint): Promise<BuiltTransaction> {
  const built = await buildWithdrawal(ctx.chain, {
    receiver: { lock: draft.receiver.lock, rules: draft.rules },
    receiverCell: draft.receiverCell,
    platformCells: draft.source.cells,
    amount: draft.amount,
    changeCells: draft.source.changeCells,
    changeCapacity: ctx.config.minWithdrawal,
    feeRate: await ctx.chain.feeRate(),
    extraFee,
  })
  if (!built) {
    throw new InsufficientBalance(
      `${formatCkb(draft.amount)} CKB do not cover the network's fee for moving them. Nothing was sent; your balance stays.`,
      { details: { reason: "below_network_fee", available: draft.amount.toString() } },
    )
  }
  requireWorthwhile(draft, built.networkFee)
  if (draft.rules.kind === "anyone-can-pay") requireGain(draft.rules, draft.amount - built.networkFee)
  return built
}

/** What is left of a balance can always be taken out whole, however little it is. */
function requireWorthwhile({ amount, isAll }: Draft, networkFee: Shannons): void {
  const least = shannons(networkFee * LEAST_TIMES_FEE)
  if (isAll || amount >= least) return
  throw new InsufficientBalance(
    `At least ${formatCkb(least)} CKB can be taken out at once, or all that there is: a hundred times what the network takes for it. Nothing was sent; your balance stays.`,
    { details: { reason: "least_withdrawal", available: amount.toString(), required: least.toString() } },
  )
}

/** @param gain shannons by which the receiver's cell would grow */
function requireGain({ leastGain }: AnyoneCanPayLock, gain: bigint): void {
  if (gain >= leastGain) return
  throw new InsufficientBalance(
    `This address takes in no less than ${formatCkb(leastGain)} CKB at a time: its lock says so. Only ${formatCkb(gain)} CKB would arrive. Nothing was sent; the balance stays.`,
    { details: { reason: "least_arrival", available: gain.toString(), required: leastGain.toString() } },
  )
}
