import { createHash, hash, randomBytes } from "node:crypto"
import { sha256 as noble } from "@noble/hashes/sha2.js"
import { describe, expect, test } from "vitest"
import { addUp, LEAF_BYTES, leafBytes, leavesFor, type Sha256, SUM_LIMIT } from "./liabilities"

const sha256: Sha256 = (bytes) => hash("sha256", bytes, "buffer")
const CONTEXT = { genesisHash: randomBytes(32), block: 1_200n }
const run = <T>(work: Generator<undefined, T>): T => {
  for (;;) {
    const step = work.next()
    if (step.done) return step.value
  }
}
const rootOf = (file: Uint8Array, context = CONTEXT) => run(addUp(sha256, context, file))

/** 64 leaves in order, of these amounts and else of 1 shannon. */
function fileOf(amounts: Record<number, bigint> = {}): Uint8Array {
  const leaf = (i: number) =>
    leafBytes(
      Uint8Array.from({ length: 32 }, (_, at) => (at === 0 ? i : 7)),
      amounts[i] ?? 1n,
    )
  return Buffer.concat(Array.from({ length: 64 }, (_, i) => leaf(i)))
}

test("the root is what somebody else computes who reads the document and nothing else", () => {
  const file = fileOf({ 3: 500n, 40: 123_456_789_012n })
  const u64 = (n: bigint) => {
    const bytes = Buffer.alloc(8)
    bytes.writeBigUInt64BE(n)
    return bytes
  }
  const hashed = (...parts: (string | Uint8Array)[]) =>
    createHash("sha256")
      .update(Buffer.concat(parts.map((part) => Buffer.from(part as string))))
      .digest()
  let level = Array.from({ length: 64 }, (_, i) => {
    const leaf = file.subarray(i * 40, i * 40 + 40)
    return {
      hash: hashed("micro-pay leaf 1", CONTEXT.genesisHash, u64(CONTEXT.block), leaf),
      sum: Buffer.from(leaf).readBigUInt64BE(32),
    }
  })
  while (level.length > 1)
    level = Array.from({ length: level.length / 2 }, (_, i) => {
      const [left, right] = [level[2 * i], level[2 * i + 1]]
      if (!left || !right) throw new Error("a power of two has pairs")
      return {
        hash: hashed("micro-pay node 1", left.hash, u64(left.sum), right.hash, u64(right.sum)),
        sum: left.sum + right.sum,
      }
    })
  expect(rootOf(file)).toEqual({ root: Uint8Array.from(level[0]?.hash ?? []), total: level[0]?.sum })
  expect(run(addUp(noble, CONTEXT, file))).toEqual(rootOf(file))
})

describe("another root has", () => {
  const { root } = rootOf(fileOf()) as { root: Uint8Array }
  test.each<[string, Uint8Array, typeof CONTEXT]>([
    ["two amounts swapped", fileOf({ 3: 2n, 4: 0n }), CONTEXT],
    ["another block", fileOf(), { ...CONTEXT, block: CONTEXT.block + 100n }],
    ["another chain", fileOf(), { ...CONTEXT, genesisHash: randomBytes(32) }],
  ])("%s", (_, file, context) => {
    const other = rootOf(file, context)
    if ("fault" in other) throw new Error(other.fault)
    expect(Buffer.from(other.root).equals(root)).toBe(false)
    expect(other.total).toBe(64n)
  })
})

describe("a file has a fault", () => {
  const swapped = fileOf()
  swapped.set(fileOf().subarray(0, 40), 40)
  test.each([
    ["a leaf too few", fileOf().subarray(40), "not a power of four"],
    ["twice as many", new Uint8Array(128 * LEAF_BYTES), "not a power of four"],
    ["half a leaf", fileOf().subarray(4), "not a power of four"],
    ["nothing", new Uint8Array(), "not a power of four"],
    ["a piece that stands in it twice", swapped, "not in order"],
    ["a piece too large", fileOf({ 9: SUM_LIMIT }), "sum too large"],
    ["pieces that overflow together", fileOf({ 9: SUM_LIMIT - 1n, 60: 1n }), "sum too large"],
  ])("with %s", (_, file, fault) => {
    expect(rootOf(file)).toEqual({ fault })
  })

  test("and its largest sum has none", () => {
    expect(rootOf(fileOf({ 9: SUM_LIMIT - 64n }))).toMatchObject({ total: SUM_LIMIT - 1n })
  })
})

test("as many leaves are of as few receivers as of four times as many", () => {
  expect([0, 1, 32, 33, 128, 129, 100_000, 131_072].map(leavesFor)).toEqual([
    64, 64, 64, 256, 256, 1_024, 262_144, 262_144,
  ])
})
