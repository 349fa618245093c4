import type { Context } from "@/lib/context"
import { type Shannons, shannons, sum } from "@/lib/money"
import { isWithin, payoutRoom } from "./limits"
import { awaitingApproval, MAX_RECEIVERS, payableQueue, payableReceivers } from "./payable"

/** Why somebody who is owed something is not paid by the next payout. */
export const WAITING_REASONS = ["limit", "threshold", "paused"] as const
export type WaitingReason = (typeof WAITING_REASONS)[number]

/** What the next payout would pay, and who stays out. */
export interface PayoutPreview {
  receivers: { receiver: string; amount: Shannons }[]
  amount: Shannons
  /** About: which cells go in is decided when it is signed */
  networkFee: Shannons
  waiting: { reason: WaitingReason; receivers: number; amount: Shannons }[]
}

/** Bytes of a payout without outputs, with a few inputs, and of each output. */
const BASE_BYTES = 600n
const OUTPUT_BYTES = 111n

/**
 * Whom a payout would pay now, for somebody who is about to ask for one. Nothing is bound: what has come in until then
 * is paid too.
 */
export async function previewPayout(ctx: Context): Promise<PayoutPreview> {
  const [payable, awaiting, room, others, feeRate] = await Promise.all([
    payableQueue(ctx, MAX_RECEIVERS).then((queue) => payableReceivers(ctx, queue, MAX_RECEIVERS)),
    awaitingApproval(ctx),
    payoutRoom(ctx, ctx.db),
    whoWaits(ctx),
    ctx.chain.feeRate(),
  ])
  const receivers = payable
    .filter(({ approved, amount }) => approved || isWithin(room, amount))
    .map(({ party, amount }) => ({ receiver: party.address, amount }))
  const limited = awaiting.receivers
  const limit = {
    reason: "limit" as const,
    receivers: limited.length,
    amount: sum(limited.map(({ amount }) => amount)),
  }
  const bytes = BASE_BYTES + OUTPUT_BYTES * BigInt(receivers.length)
  return {
    receivers,
    amount: sum(receivers.map(({ amount }) => amount)),
    networkFee: shannons(receivers.length === 0 ? 0n : (bytes * feeRate) / 1_000n),
    waiting: limited.length > 0 ? [limit, ...others] : others,
  }
}

/** Those below their threshold, and those who have paused their payouts. */
async function whoWaits({ db, config }: Context): Promise<PayoutPreview["waiting"]> {
  const rows = await db.$queryRaw<{ reason: WaitingReason; receivers: number; amount: bigint }[]>`
    SELECT reason, count(*)::int AS receivers, sum(amount)::bigint AS amount FROM (
      SELECT CASE WHEN s.paused THEN 'paused' ELSE 'threshold' END AS reason, t.amount
      FROM (
        SELECT key, sum(amount) AS amount FROM account_total WHERE status = 'available' AND key <> ''::bytea
        GROUP BY key HAVING sum(amount) > 0
      ) t LEFT JOIN payout_setting s ON s.lock_hash = t.key
      WHERE s.paused IS TRUE OR t.amount < greatest(${config.minWithdrawal}, s.threshold)
    ) of_each GROUP BY reason ORDER BY reason DESC`
  return rows.map(({ amount, ...row }) => ({ ...row, amount: shannons(amount) }))
}
