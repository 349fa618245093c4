import type { Party } from "@/lib/chain/address"
import type { Context } from "@/lib/context"
import { ValidationError } from "@/lib/errors"
import { fromHex } from "@/lib/hex"
import { formatCkb, type Shannons } from "@/lib/money"
import { audit } from "@/lib/operator/audit"
import { type PayoutTerms, readPayoutTerms } from "./payout-terms"

/** What is absent stays as it is. */
interface Change {
  /** null leaves it to the platform */
  threshold?: Shannons | null
  paused?: boolean
}

/**
 * Changes when a receiver is paid by itself, and writes it down. The caller has made sure that the owner of the lock asks.
 *
 * A settlement that is signed already goes on: it pays by the terms of its time.
 *
 * @throws ValidationError for a threshold below what a payout must have
 */
export async function setPayoutTerms(ctx: Context, party: Party, change: Change): Promise<PayoutTerms> {
  const { minimum } = await readPayoutTerms(ctx, party)
  if (change.threshold && change.threshold < minimum) {
    throw ValidationError.field(
      "threshold",
      `must be at least ${formatCkb(minimum)} CKB, the least that a payout to this address can be. Nothing changed.`,
    )
  }
  const lockHash = fromHex(party.lockHash)
  await ctx.db.$transaction(async (db) => {
    const setting = await db.payoutSetting.upsert({
      where: { lockHash },
      create: { lockHash, ...change },
      update: change,
    })
    const threshold = setting.threshold === null ? "as the platform's" : `${formatCkb(setting.threshold)} CKB`
    await audit(db, {
      actor: "receiver",
      action: "payout_settings",
      subject: party.address,
      reason: `Set by its owner: threshold ${threshold}, payouts ${setting.paused ? "paused" : "on"}`,
    })
  })
  return readPayoutTerms(ctx, party)
}
