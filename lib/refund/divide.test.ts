import fc from "fast-check"
import { expect, test } from "vitest"
import { smaller } from "@/lib/money"
import { divideRefund, mostRefundable, type PartyOfRefund } from "./divide"

const sum = (amounts: bigint[]) => amounts.reduce((total, amount) => total + amount, 0n)

const party = fc
  .tuple(fc.bigInt(0n, 10n ** 12n), fc.bigInt(0n, 10n ** 12n))
  .map(([a, b]): PartyOfRefund => (a > b ? { share: a, free: b } : { share: b, free: a }))
const parties = fc.array(party, { minLength: 1, maxLength: 34 })

test("whatever can be refunded sums to the shannon, and takes nothing that is in a payout", () => {
  fc.assert(
    fc.property(parties, fc.bigInt(0n, 10n ** 6n), (given, part) => {
      const most = mostRefundable(given)
      const amount = (most * part) / 10n ** 6n
      const taken = divideRefund(given, amount)
      expect(sum(taken)).toBe(amount)
      given.forEach(({ free }, i) => {
        expect((taken[i] ?? -1n) >= 0n && (taken[i] ?? 0n) <= free).toBe(true)
      })
    }),
  )
})

test("a refund in many parts ends where one of all does: each party has nothing left", () => {
  fc.assert(
    fc.property(
      fc.array(fc.bigInt(1n, 1_000n), { minLength: 1, maxLength: 8 }),
      fc.bigInt(1n, 500n),
      (shares, step) => {
        let left = shares.map((share) => ({ share, free: share }))
        while (mostRefundable(left) > 0n) {
          const taken = divideRefund(left, smaller(step, mostRefundable(left)))
          left = left.map(({ share }, i) => ({ share: share - (taken[i] ?? 0n), free: share - (taken[i] ?? 0n) }))
        }
        expect(sum(left.map(({ share }) => share))).toBe(0n)
      },
    ),
  )
})

test.each<[string, PartyOfRefund[], bigint, bigint, bigint[]]>([
  ["in proportion", [free(70n), free(20n), free(10n)], 100n, 50n, [35n, 10n, 5n]],
  ["one shannon from the first", [free(70n), free(20n), free(10n)], 100n, 1n, [1n, 0n, 0n]],
  ["half of it is in a payout", [{ share: 70n, free: 35n }, free(30n)], 50n, 50n, [35n, 15n]],
  ["one who was paid keeps all from going back", [free(70n), { share: 30n, free: 0n }], 0n, 0n, [0n, 0n]],
])("%s", (_, given, most, amount, taken) => {
  expect(mostRefundable(given)).toBe(most)
  expect(divideRefund(given, amount)).toEqual(taken)
})

function free(share: bigint): PartyOfRefund {
  return { share, free: share }
}
