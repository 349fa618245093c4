import { ccc } from "@ckb-ccc/core"
import fc from "fast-check"
import { expect, test } from "vitest"
import { lockOfAddress } from "@/lib/review/address"
import { decodeTransaction, MalformedTransaction, scriptHash } from "./decode"

const hexOf = (bytes: Uint8Array) => ccc.hexFrom(bytes)
const hash = fc.uint8Array({ minLength: 32, maxLength: 32 }).map(hexOf)
const data = fc.uint8Array({ maxLength: 40 }).map(hexOf)
const script = fc.record({
  codeHash: hash,
  hashType: fc.constantFrom("data", "type", "data1", "data2"),
  args: data,
})
const outPoint = fc.record({ txHash: hash, index: fc.bigInt(0n, 2n ** 32n - 1n) })
const transaction = fc.record({
  version: fc.bigInt(0n, 3n),
  cellDeps: fc.array(fc.record({ outPoint, depType: fc.constantFrom("code", "depGroup") }), { maxLength: 3 }),
  headerDeps: fc.array(hash, { maxLength: 2 }),
  inputs: fc.array(fc.record({ previousOutput: outPoint, since: fc.bigInt(0n, 2n ** 56n - 1n) }), { maxLength: 3 }),
  outputs: fc.array(
    // CCC raises a capacity of zero to the occupied one, and reads only some times from which on an input is good.
    fc.record({ capacity: fc.bigInt(1n, 2n ** 64n - 1n), lock: script, type: fc.option(script, { nil: undefined }) }),
    { maxLength: 3 },
  ),
  outputsData: fc.array(data, { maxLength: 3 }),
  witnesses: fc.array(data, { maxLength: 4 }),
})

test("a transaction is read as CCC reads it, with the same hash", () => {
  fc.assert(
    fc.property(transaction, (like) => {
      const written = ccc.Transaction.from(like as ccc.TransactionLike)
      const { tx, hash } = decodeTransaction(ccc.hexFrom(written.toBytes()))
      expect(hash).toBe(written.hash())
      expect(ccc.Transaction.from(tx).toBytes()).toEqual(written.toBytes())
    }),
  )
})

test("no byte can be added, taken away or moved without a word", () => {
  const like = fc.sample(transaction, { numRuns: 1, seed: 7 })[0] as ccc.TransactionLike
  const bytes = ccc.Transaction.from(like).toBytes()
  const before = decodeTransaction(ccc.hexFrom(bytes))
  const read = (changed: Uint8Array) => decodeTransaction(ccc.hexFrom(changed))
  expect(() => read(Uint8Array.of(...bytes, 0))).toThrow(MalformedTransaction)
  for (let at = 0; at < bytes.length; at++) {
    expect(() => read(bytes.slice(0, at)), `${at} bytes`).toThrow(MalformedTransaction)
    const changed = Uint8Array.from(bytes)
    changed[at] = (changed[at] ?? 0) ^ 1
    const after = attempt(() => read(changed))
    if (after) expect(after, `byte ${at}`).not.toEqual(before)
  }
})

test("an address stands for the lock that CCC reads in it", async () => {
  await fc.assert(
    fc.asyncProperty(script, fc.constantFrom("ckb", "ckt"), async (like, prefix) => {
      const lock = ccc.Script.from(like as ccc.ScriptLike)
      const address = ccc.Address.from({ script: lock, prefix }).toString()
      expect(lockOfAddress(address)).toEqual({ ...like })
      expect(scriptHash(lockOfAddress(address))).toBe(lock.hash())
    }),
  )
})

// RFC 0021, "Examples and Demo Code".
test("a short address of the ordinary lock is that of its full one", () => {
  const short = "ckb1qyqt8xaupvm8837nv3gtc9x0ekkj64vud3jqfwyw5v"
  const full = "ckb1qzda0cr08m85hc8jlnfp3zer7xulejywt49kt2rr0vthywaa50xwsqdnnw7qkdnnclfkg59uzn8umtfd2kwxceqxwquc4"
  expect(lockOfAddress(short)).toEqual(lockOfAddress(full))
  expect(lockOfAddress(full.toUpperCase())).toEqual(lockOfAddress(full))
})

test.each(["", "ckb1", "bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4", "ckb1qyqt8xaupvm8837nv3gtc9x0ekkj64vud3jqfwyw5w"])(
  "%j is no address",
  (text) => {
    expect(() => lockOfAddress(text)).toThrow(TypeError)
  },
)

function attempt<T>(action: () => T): T | undefined {
  try {
    return action()
  } catch (error) {
    expect(error).toBeInstanceOf(MalformedTransaction)
    return undefined
  }
}
