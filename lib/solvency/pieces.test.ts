import { randomBytes } from "node:crypto"
import fc from "fast-check"
import { expect, test } from "vitest"
import { addUp, findPiece, ID_BYTES, LEAF_BYTES, leavesFor, pieceId } from "@/lib/proof/liabilities"
import { divideIntoLeaves, saltsOf, sha256 } from "./pieces"

const run = <T>(work: Generator<undefined, T>): T => {
  for (;;) {
    const step = work.next()
    if (step.done) return step.value
  }
}
const sumOf = (file: Uint8Array) => run(addUp(sha256, { genesisHash: new Uint8Array(32), block: 100n }, file))
const readAmount = (file: Uint8Array, i: number) => Buffer.from(file).readBigUInt64BE(i * LEAF_BYTES + ID_BYTES)

const owed = fc
  .uniqueArray(fc.uint8Array({ minLength: 32, maxLength: 32 }), { maxLength: 40, selector: (lock) => `${lock}` })
  .chain((locks) =>
    fc.tuple(...locks.map((lockHash) => fc.bigInt(1n, 10n ** 12n).map((amount) => ({ lockHash, amount })))),
  )

test("what is owed, in pieces, sums to what it was, and each finds exactly their own", () => {
  fc.assert(
    fc.property(owed, (parties) => {
      const secret = randomBytes(32)
      const file = run(divideIntoLeaves(parties, secret))
      expect(file.length / LEAF_BYTES).toBe(leavesFor(parties.length))
      expect(sumOf(file)).toMatchObject({ total: parties.reduce((sum, { amount }) => sum + amount, 0n) })
      let found = 0
      for (const { lockHash, amount } of parties) {
        const saltOf = saltsOf(secret, lockHash)
        const pieces: bigint[] = []
        for (;;) {
          const part = findPiece(file, pieceId(sha256, lockHash, pieces.length, saltOf(pieces.length)))
          if (part === undefined) break
          pieces.push(part)
        }
        expect(pieces.reduce((sum, part) => sum + part, 0n)).toBe(amount)
        if (amount >= BigInt(pieces.length)) expect(pieces.every((part) => part > 0n)).toBe(true)
        found += pieces.length
      }
      expect(found).toBe(parties.length === 0 ? 0 : leavesFor(parties.length))
    }),
    { numRuns: 30 },
  )
})

test("it is cut elsewhere each time, and into other ids", () => {
  const parties = [{ lockHash: randomBytes(32), amount: 10n ** 10n }]
  const files = [randomBytes(32), randomBytes(32)].map((secret) => run(divideIntoLeaves(parties, secret)))
  const amounts = files.map((file) => new Set(Array.from({ length: 64 }, (_, i) => readAmount(file, i))))
  expect([...(amounts[0] ?? [])].filter((amount) => amounts[1]?.has(amount))).toEqual([])
  const ids = files.map((file) => Buffer.from(file.subarray(0, ID_BYTES)).toString("hex"))
  expect(new Set(ids).size).toBe(2)
})
