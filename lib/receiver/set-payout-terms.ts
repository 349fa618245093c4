import type { Party } from "@/lib/chain/address"
import type { Context } from "@/lib/context"
import { ValidationError } from "@/lib/errors"
import { fromHex } from "@/lib/hex"
import { formatCkb, type Shannons } from "@/lib/money"
import { notePayoutTermsOf } from "./note-payout-terms"
import { type PayoutTerms, readPayoutTerms } from "./payout-terms"

/** What is absent stays as it is. */
interface Change {
  /** null leaves it to the platform */
  threshold?: Shannons | null
  paused?: boolean
}

/**
 * Changes when a receiver is paid by itself, and writes it down, though not more than once a minute: what is set sooner
 * holds at once and is written down later. The caller has made sure that the owner of the lock asks.
 *
 * A settlement that is signed already goes on: it pays by the terms of its time.
 *
 * @throws ValidationError for a threshold below what a payout must have
 */
export async function setPayoutTerms(ctx: Context, party: Party, change: Change): Promise<PayoutTerms> {
  const before = await readPayoutTerms(ctx, party)
  const { minimum } = before
  if (change.threshold && change.threshold < minimum) {
    throw ValidationError.field(
      "threshold",
      `must be at least ${formatCkb(minimum)} CKB, the least that a payout to this address can be. Nothing changed.`,
      { reason: "too_small", least: minimum.toString() },
    )
  }
  if (!differs(before, change)) return before
  const lockHash = fromHex(party.lockHash)
  await ctx.db.$transaction(async (db) => {
    await db.payoutSetting.upsert({
      where: { lockHash },
      create: { lockHash, address: party.address, isNoted: false, ...change },
      update: { address: party.address, isNoted: false, ...change },
    })
    await notePayoutTermsOf(db, lockHash)
  })
  return readPayoutTerms(ctx, party)
}

function differs({ ownThreshold, paused }: PayoutTerms, change: Change): boolean {
  return (
    (change.threshold !== undefined && change.threshold !== ownThreshold) ||
    (change.paused !== undefined && change.paused !== paused)
  )
}
