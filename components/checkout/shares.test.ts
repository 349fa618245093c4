import fc from "fast-check"
import { expect, test } from "vitest"
import type { PaymentLink } from "@/lib/client/types"
import { divideAmount } from "@/lib/ledger/shares"
import { shannons } from "@/lib/money"
import { sharesOf } from "./shares"

test("the page divides every amount exactly as the server does", () => {
  const cases = fc.record({
    amount: fc.bigInt({ min: 1n, max: 10n ** 18n }),
    feeBps: fc.integer({ min: 0, max: 9_999 }),
    bps: fc.array(fc.integer({ min: 1, max: 2_000 }), { maxLength: 5 }),
  })
  fc.assert(
    fc.property(cases, ({ amount, feeBps, bps }) => {
      const splits = bps.map((part, i) => ({ receiver: `0x${i}` as const, bps: part }))
      const shares = sharesOf(
        { to: "0xr", amount, note: "", link: { splits } as unknown as PaymentLink },
        { platform_fee_bps: feeBps },
      )
      const theirs = divideAmount({
        amount: shannons(amount),
        feeBps: BigInt(feeBps),
        platform: "0xp",
        receiver: "0xr",
        splits: splits.map(({ receiver, bps }) => ({ lockHash: receiver, bps: BigInt(bps) })),
      })
      const ours = [
        { kind: "fee", lockHash: "0xp", amount: shares.fee },
        { kind: "receiver", lockHash: "0xr", amount: shares.receiver },
        ...shares.splits.map(({ receiver, amount }) => ({ kind: "split", lockHash: receiver, amount })),
      ]
      expect(ours.filter((share) => share.amount > 0n)).toEqual(theirs)
    }),
  )
})
