import fc from "fast-check"
import { expect, test } from "vitest"
import type { PaymentLink } from "@/lib/client/types"
import { divideAmount, type SplitPart } from "@/lib/divide-amount"
import { divisible } from "@/lib/divide-amount.fixture"
import { divideIntoShares } from "@/lib/ledger/shares"
import { divisionTerms } from "./division-terms"

/** As the API writes it. */
const jsonOf = (split: SplitPart) => ("bps" in split ? { bps: Number(split.bps) } : { amount: split.amount.toString() })

test("the page divides every amount exactly as the server does", () => {
  fc.assert(
    fc.property(divisible, ({ amount, feeBps, splits }) => {
      const linked = splits.map((split, i) => ({ receiver: `0x${i}`, ...jsonOf(split) }))
      const parts = divideAmount(
        divisionTerms(
          { to: "0xr", amount, note: "", link: { splits: linked } as unknown as PaymentLink },
          { platform_fee_bps: Number(feeBps) },
        ),
      )
      const theirs = divideIntoShares({
        ...{ amount, feeBps, platform: "0xp", receiver: "0xr" },
        splits: splits.map((split, i) => ({ lockHash: `0x${i}` as const, ...split })),
      })
      const ours = [
        { kind: "fee", lockHash: "0xp", amount: parts.fee },
        { kind: "receiver", lockHash: "0xr", amount: parts.receiver },
        ...parts.splits.map(({ split, amount }) => ({ kind: "split", lockHash: split.receiver, amount })),
      ]
      expect(ours.filter((share) => share.amount > 0n)).toEqual(theirs)
    }),
  )
})

test("an order without a link is divided between the payee and the platform", () => {
  const terms = divisionTerms({ to: "0xr", amount: 199n, note: "" }, { platform_fee_bps: 100 })
  expect(divideAmount(terms)).toEqual({ fee: 1n, receiver: 198n, splits: [] })
})
