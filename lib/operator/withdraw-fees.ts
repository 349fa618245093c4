import type { Person } from "@/lib/actor"
import { audit } from "@/lib/audit"
import { parseAddress, requirePayable } from "@/lib/chain/address"
import type { Context } from "@/lib/context"
import type { DbTransaction } from "@/lib/db"
import { InsufficientBalance, NoPlatformCell, StateMismatch, ValidationError } from "@/lib/errors"
import type { Hex } from "@/lib/hex"
import { withdrawableFees } from "@/lib/ledger/fees"
import { formatCkb, type Shannons, sum, wholeCkb } from "@/lib/money"
import { refuseWhenPaused } from "@/lib/pause"
import { freeCells, freeCellsById } from "@/lib/pool/cells"
import { changeCells } from "@/lib/pool/change-cells"
import { executeOperation, type OperationPlan, planOperation, requireSamePlan } from "@/lib/pool/operation"
import { type Decision, decideAlone, needsAnother, type Proposal, propose, takeProposal } from "./four-eyes"

export interface FeeWithdrawal {
  /** The operator's own address */
  to: string
  /** shannons that arrive there; the platform pays the network */
  amount: Shannons
}

/** Cells of the pool that one withdrawal may use at most. */
const MAX_CELLS = 200

/**
 * The transaction that would take earned fees out of the pool. What is owed to others stays: at most what was earned,
 * less what the network was paid and what was lost, can leave.
 *
 * @param inputs the cells of an earlier plan, to get the same again
 * @throws ValidationError for an address that cannot be paid, or an amount too small for a cell of its own
 * @throws InsufficientBalance when it is more than may leave
 * @throws NoPlatformCell when the free cells cannot pay it now
 */
export async function planFeeWithdrawal(
  ctx: Context,
  { to, amount }: FeeWithdrawal,
  inputs?: bigint[],
): Promise<OperationPlan> {
  const party = await parseAddress(ctx.chain, to, "to")
  await requirePayable(ctx.chain, party, "to")
  if (amount < party.occupied)
    throw ValidationError.field("amount", `a cell of this address holds at least ${formatCkb(party.occupied)} CKB`, {
      reason: "too_small",
      least: party.occupied.toString(),
    })
  const cells = inputs ? await freeCellsById(ctx, inputs) : await cellsFor(ctx, amount)
  const { minWithdrawal } = ctx.config
  const left = sum(cells.map((cell) => cell.capacity)) - amount
  const plan = await planOperation(ctx, {
    cells,
    payouts: [{ lock: party.lock, capacity: amount }],
    changeCells: changeCells(left, minWithdrawal, cells.length),
    changeCapacity: minWithdrawal,
  })
  if (!plan) throw busy()
  refuseMoreThan(await withdrawableFees(ctx.db), amount, plan.built.networkFee)
  return plan
}

export type FeesDecided = { status: "done"; id: bigint; txHash: Hex } | { status: "proposed"; proposal: bigint }

/**
 * Pays earned fees to the operator's address. Stored before it is sent; the books move when the chain has it, and move
 * back when a reorganisation takes it away. Above what one person may decide alone it is only proposed, and nothing is
 * signed.
 *
 * @param expected the hash of the plan that the operator has seen, and its inputs: nothing else is signed
 * @throws what planning throws; StateMismatch when the plan would be another now; Paused while an alarm is open
 */
export async function withdrawFees(
  ctx: Context<Person>,
  withdrawal: FeeWithdrawal,
  expected: Expected,
  reason: string,
): Promise<FeesDecided> {
  const { plan, recipient } = await samePlan(ctx, withdrawal, expected)
  const decision: Decision = { action: "withdraw_fees", recipient, amount: withdrawal.amount, reason }
  if (await needsAnother(ctx, ctx.db, decision))
    return { status: "proposed", proposal: await ctx.db.$transaction((db) => propose(ctx, db, decision)) }
  return execute(ctx, plan, decision, async (db) => {
    if (!(await decideAlone(ctx, db, decision)))
      throw new StateMismatch("You have decided more meanwhile than you may alone. Nothing was sent. Look again.")
  })
}

/**
 * Pays the fees that another person has proposed to take out, by a plan of now.
 *
 * @throws what `withdrawFees` and `takeProposal` throw
 */
export async function confirmFeeWithdrawal(
  ctx: Context<Person>,
  { id, action, recipient: to, amount }: Proposal,
  expected: Expected,
  reason: string,
): Promise<{ id: bigint; txHash: Hex }> {
  if (action !== "withdraw_fees" || to === null) throw new StateMismatch(`Proposal ${id} takes out no fees.`)
  const { plan, recipient } = await samePlan(ctx, { to, amount }, expected)
  const decision: Decision = { action, recipient, amount, reason }
  return execute(ctx, plan, decision, async (db) => {
    await takeProposal(ctx, db, id)
  })
}

interface Expected {
  inputs: bigint[]
  txHash: Hex
}

async function samePlan(ctx: Context, withdrawal: FeeWithdrawal, expected: Expected) {
  await refuseWhenPaused(ctx.db, "settlement")
  const plan = await planFeeWithdrawal(ctx, withdrawal, expected.inputs)
  requireSamePlan(plan, expected.txHash)
  const { address: recipient } = await parseAddress(ctx.chain, withdrawal.to, "to")
  return { plan, recipient }
}

async function execute(
  ctx: Context<Person>,
  plan: OperationPlan,
  { amount, recipient, reason }: Decision,
  agree: (db: DbTransaction) => Promise<void>,
): Promise<{ status: "done"; id: bigint; txHash: Hex }> {
  const kind = { kind: "fee_withdrawal", amount, recipient: recipient ?? "" } as const
  const done = await executeOperation(ctx, plan, kind, async (db) => {
    await agree(db)
    // The same lock as the database's own guard takes: of two at once the second sees what the first has taken.
    await db.$queryRaw`SELECT FROM pg_advisory_xact_lock(hashtext('micro-pay fee withdrawal'))`
    refuseMoreThan(await withdrawableFees(db), amount, plan.built.networkFee)
    await audit(db, ctx, { action: "withdraw_fees", subject: `${formatCkb(amount)} CKB to ${recipient}`, reason })
  })
  return { status: "done", ...done }
}

function refuseMoreThan(withdrawable: bigint, amount: Shannons, networkFee: Shannons): void {
  if (amount + networkFee <= withdrawable) return
  const most = withdrawable > networkFee ? withdrawable - networkFee : 0n
  throw new InsufficientBalance(
    `At most ${formatCkb(most)} CKB of fees can leave now: what was earned, less what the network was paid, losses, and what is on its way. Nothing was sent.`,
    { details: { reason: "fees_lack", withdrawable: most.toString() } },
  )
}

async function cellsFor(ctx: Context, amount: Shannons) {
  const free = await freeCells(ctx, MAX_CELLS)
  const { minWithdrawal } = ctx.config
  let total = 0n
  for (const [index, cell] of free.entries()) {
    total += cell.capacity
    // A cell comes out again, and one CKB is more than any network fee.
    if (total >= amount + minWithdrawal + wholeCkb(1n)) return free.slice(0, index + 1)
  }
  throw busy()
}

function busy(): NoPlatformCell {
  return new NoPlatformCell("The pool's free cells cannot pay this now. Nothing was sent. Try again in a moment.", {
    retryAfter: 30,
    details: { reason: "pool_busy" },
  })
}
