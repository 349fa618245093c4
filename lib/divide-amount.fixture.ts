import fc from "fast-check"
import type { SplitPart } from "./divide-amount"
import { MAX_SHANNONS, type Shannons, shannons } from "./money"

/** Cuts `total` at random points into at most `most` parts that sum to it or to less. */
function parts(total: bigint, most: number): fc.Arbitrary<bigint[]> {
  return fc.array(fc.bigInt({ min: 0n, max: total }), { maxLength: most }).map((cuts) => {
    const ordered = [...cuts].sort((a, b) => (a < b ? -1 : a > b ? 1 : 0))
    return ordered.map((cut, i) => cut - (ordered[i - 1] ?? 0n))
  })
}

/** Any amount and fee, and splits of both kinds that ask for no more than there is. */
export const divisible = fc
  .record({ amount: fc.bigInt({ min: 1n, max: MAX_SHANNONS }), feeBps: fc.bigInt({ min: 0n, max: 9_999n }) })
  .chain(({ amount, feeBps }) => {
    const rest = amount - (amount * feeBps) / 10_000n
    return fc
      .tuple(parts(10_000n, 16), parts(rest, 16), fc.bigInt({ min: 0n, max: 10_000n }))
      .map(([bps, amounts, mix]): { amount: Shannons; feeBps: bigint; splits: SplitPart[] } => {
        // Fixed amounts get what the ratios leave at least, so that both kinds may stand in one payment.
        const ratios = bps.map((part) => ({ bps: (part * mix) / 10_000n }))
        const fixed = amounts.map((part) => ({ amount: shannons((part * (10_000n - mix)) / 10_000n) }))
        return { amount: shannons(amount), feeBps, splits: [...ratios, ...fixed] }
      })
  })
