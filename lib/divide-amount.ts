import { type Shannons, shannons, sum } from "@/lib/money"

export const BASIS_POINTS = 10_000n

/** What a splitter gets: a part of the amount less the fee, or a fixed amount. */
export type SplitPart = { bps: bigint } | { amount: Shannons }

/** By what a payment is divided. */
export interface DivisionTerms<Split extends SplitPart> {
  /** shannons, > 0 */
  amount: Shannons
  feeBps: bigint
  splits: Split[]
}

export interface Division<Split extends SplitPart> {
  fee: Shannons
  /** Below zero when the splits ask for more than the amount less the fee */
  receiver: Shannons
  /** In the order of the terms */
  splits: { split: Split; amount: Shannons }[]
}

/**
 * Divides a payment: the fee is floor(amount × feeBps / 10000), each split by ratio floor(rest × bps / 10000), and what
 * rounding leaves is the receiver's. The parts sum to the amount exactly.
 *
 * The server books by it, the page shows by it and checks by it what it has a wallet sign: a difference of a shannon
 * would keep the payer from signing. So it imports nothing that a browser should not load, and refuses nothing.
 */
export function divideAmount<Split extends SplitPart>(terms: DivisionTerms<Split>): Division<Split> {
  const { amount, feeBps } = terms
  const fee = shannons((amount * feeBps) / BASIS_POINTS)
  const rest = amount - fee
  const splits = terms.splits.map((split) => ({
    split,
    amount: "bps" in split ? shannons((rest * split.bps) / BASIS_POINTS) : split.amount,
  }))
  const remainder = rest - sum(splits.map((part) => part.amount))
  return { fee, receiver: shannons(remainder), splits }
}
