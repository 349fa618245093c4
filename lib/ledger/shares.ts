import { ValidationError } from "@/lib/errors"
import type { Hex } from "@/lib/hex"
import { type Shannons, shannons, sum } from "@/lib/money"
import type { Share } from "./types"

export const BASIS_POINTS = 10_000n

/** What a splitter gets: a part of the amount less the fee, or a fixed amount. */
export type SplitRule = { lockHash: Hex } & ({ bps: bigint } | { amount: Shannons })

interface Terms {
  /** shannons, > 0 */
  amount: Shannons
  feeBps: bigint
  platform: Hex
  receiver: Hex
  splits: SplitRule[]
}

/**
 * Divides a payment: the fee is floor(amount × feeBps / 10000), each split by ratio floor(rest × bps / 10000), and what
 * rounding leaves is the receiver's. The shares sum to the amount exactly; one of zero is left out.
 *
 * @returns fee, receiver, then the splits in their order
 * @throws ValidationError when the splits ask for more than there is
 */
export function divideAmount({ amount, feeBps, platform, receiver, splits }: Terms): Share[] {
  const fee = (amount * feeBps) / BASIS_POINTS
  const rest = amount - fee
  if (sum(splits.map((split) => ("bps" in split ? split.bps : 0n))) > BASIS_POINTS) {
    throw ValidationError.field("splits", "The splits ask for more than 10000 basis points (100 %) together.")
  }
  const parts = splits.map((split) => ("bps" in split ? shannons((rest * split.bps) / BASIS_POINTS) : split.amount))
  const remainder = rest - sum(parts)
  if (remainder < 0n) {
    throw ValidationError.field(
      "splits",
      `The splits ask for ${-remainder} shannons more than the amount less the fee.`,
    )
  }
  const shares: Share[] = [
    { kind: "fee", lockHash: platform, amount: fee },
    { kind: "receiver", lockHash: receiver, amount: remainder },
    ...splits.map((split, i): Share => ({ kind: "split", lockHash: split.lockHash, amount: parts[i] ?? 0n })),
  ]
  return shares.filter((share) => share.amount > 0n)
}
