import { parseAddress } from "@/lib/chain/address"
import type { Context } from "@/lib/context"
import { fromHex } from "@/lib/hex"
import { formatCkb, type Shannons } from "@/lib/money"
import { type Actor, audit } from "./audit"

interface Approval {
  /** shannons */
  amount: Shannons
  reason: string
  actor: Actor
}

/**
 * Lets one payout to a receiver pass, of this amount at most, whatever the limits. It is used by the first payout to them that
 * is above the limits, and again only if that one fails.
 *
 * @throws ValidationError for an address that is none of this network
 */
export async function approvePayout(ctx: Context, approval: Approval & { receiver: string }): Promise<void> {
  const { address, lockHash } = await parseAddress(ctx.chain, approval.receiver, "receiver")
  await approve(ctx, approval, { action: "approve_payout", to: fromHex(lockHash), subject: `${address}, at most` })
}

/** Raises what may be paid out in 24 hours, for the next 24 hours. */
export async function raiseDayLimit(ctx: Context, approval: Approval): Promise<void> {
  await approve(ctx, approval, { action: "raise_day_limit", to: null, subject: "the day's payouts, by" })
}

interface What {
  action: "approve_payout" | "raise_day_limit"
  to: Uint8Array<ArrayBuffer> | null
  subject: string
}

async function approve(ctx: Context, { amount, reason, actor }: Approval, what: What): Promise<void> {
  await ctx.db.$transaction(async (db) => {
    await db.payoutApproval.create({ data: { lockHash: what.to, amount } })
    await audit(db, { actor, action: what.action, subject: `${what.subject} ${formatCkb(amount)} CKB`, reason })
  })
}
