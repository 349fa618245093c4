import { randomBytes } from "node:crypto"
import { secp256k1 } from "@noble/curves/secp256k1.js"
import { describe, expect, it } from "vitest"
import { type Curve, JAVASCRIPT } from "./curve"
import { loadWasmCurve } from "./curve-wasm"

const ORDER = secp256k1.Point.Fn.ORDER
const bytesOf = (value: bigint) => new Uint8Array(Buffer.from(value.toString(16).padStart(64, "0"), "hex"))
const numberOf = (bytes: Uint8Array) => BigInt(`0x${Buffer.from(bytes).toString("hex")}`)

/** Values at which checks of a range stand. */
const EDGES = [0n, 1n, ORDER / 2n, ORDER / 2n + 1n, ORDER - 1n, ORDER, ORDER + 1n, 2n ** 256n - 1n]

describe("libsecp256k1 beside the curve in JavaScript", async () => {
  const wasm = (await loadWasmCurve()) as Curve

  it("signs the same, to the byte", () => {
    for (let round = 0; round < 20; round++) {
      const [key, digest] = [randomBytes(32), randomBytes(32)]
      expect(wasm.sign(digest, key)).toEqual(JAVASCRIPT.sign(digest, key))
    }
  })

  it("recovers the same keys, from low and high s, by each recovery id, and from what nobody has signed", () => {
    const both = (rs: Uint8Array, recovery: number, digest: Uint8Array) => {
      const key = JAVASCRIPT.recover(rs, recovery, digest)
      expect(wasm.recover(rs, recovery, digest)).toEqual(key)
      return key
    }
    let found = 0
    for (let round = 0; round < 10; round++) {
      const digest = randomBytes(32)
      const signature = JAVASCRIPT.sign(digest, randomBytes(32))
      const [r, s] = [signature.slice(0, 32), signature.slice(32, 64)]
      for (const recovery of [0, 1, 2, 3])
        for (const other of [s, bytesOf(ORDER - numberOf(s)), randomBytes(32)])
          if (both(new Uint8Array([...r, ...other]), recovery, digest)) found++
    }
    expect(found).toBeGreaterThan(50)
  })

  it("refuses the same values at the edges of the field", () => {
    const digest = randomBytes(32)
    for (const r of EDGES)
      for (const s of EDGES)
        for (const recovery of [0, 1, 2, 3]) {
          const rs = new Uint8Array([...bytesOf(r), ...bytesOf(s)])
          const key = JAVASCRIPT.recover(rs, recovery, digest)
          expect({ r, s, recovery, key: wasm.recover(rs, recovery, digest) }).toEqual({ r, s, recovery, key })
        }
    for (const digestOf of [new Uint8Array(32), new Uint8Array(32).fill(255)]) {
      const signature = JAVASCRIPT.sign(digestOf, bytesOf(1n))
      const [rs, id] = [signature.slice(0, 64), signature[64] ?? 0]
      expect(wasm.sign(digestOf, bytesOf(1n))).toEqual(signature)
      expect(wasm.recover(rs, id, digestOf)).toEqual(JAVASCRIPT.recover(rs, id, digestOf))
    }
  })
})
