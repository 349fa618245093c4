import { BASIS_POINTS, type DivisionTerms, divideAmount, type SplitPart } from "@/lib/divide-amount"
import { ValidationError } from "@/lib/errors"
import type { Hex } from "@/lib/hex"
import { sum } from "@/lib/money"
import type { Share } from "./types"

export type SplitRule = { lockHash: Hex } & SplitPart

interface ShareTerms extends DivisionTerms<SplitRule> {
  platform: Hex
  receiver: Hex
}

/**
 * Divides a payment into what each party gets. The shares sum to the amount exactly; one of zero is left out.
 *
 * @returns fee, receiver, then the splits in their order
 * @throws ValidationError when the splits ask for more than there is
 */
export function divideIntoShares({ platform, receiver, ...terms }: ShareTerms): Share[] {
  if (sum(terms.splits.map((split) => ("bps" in split ? split.bps : 0n))) > BASIS_POINTS) {
    throw ValidationError.field("splits", "The splits ask for more than 10000 basis points (100 %) together.", {
      reason: "too_much",
    })
  }
  const parts = divideAmount(terms)
  if (parts.receiver < 0n) {
    throw ValidationError.field(
      "splits",
      `The splits ask for ${-parts.receiver} shannons more than the amount less the fee.`,
      { reason: "too_much" },
    )
  }
  const shares: Share[] = [
    { kind: "fee", lockHash: platform, amount: parts.fee },
    { kind: "receiver", lockHash: receiver, amount: parts.receiver },
    ...parts.splits.map(({ split, amount }): Share => ({ kind: "split", lockHash: split.lockHash, amount })),
  ]
  return shares.filter((share) => share.amount > 0n)
}
