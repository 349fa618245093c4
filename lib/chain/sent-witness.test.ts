import { ccc } from "@ckb-ccc/core"
import fc from "fast-check"
import { beforeAll, describe, expect, test, vi } from "vitest"
import { TxMismatch } from "@/lib/errors"
import { type Hex, toHex } from "@/lib/hex"
import type { Chain } from "./chain"
import { copyOf, offlineClient, secpWallet } from "./locks/offline.fixture"
import { preparePayment } from "./locks/payment.fixture"
import { sentWitness } from "./sent-witness"
import { acceptWitness } from "./witness"

let stored: ccc.Transaction
let bytes: Uint8Array
let placeholder: Hex
beforeAll(async () => {
  const client = offlineClient()
  const { script } = await secpWallet(client).getRecommendedAddressObj()
  ;({ tx: stored } = await preparePayment(script, client, "ssp"))
  bytes = copyOf(stored.toBytes())
  placeholder = stored.witnesses[0] ?? "0x"
})

function withWitness(witness: Hex): Hex {
  const tx = stored.clone()
  tx.setWitnessAt(0, witness)
  return ccc.hexFrom(tx.toBytes())
}

describe("of what a client sends, nothing counts but the first witness", () => {
  test("which may be any that is not longer than its placeholder", () => {
    const size = ccc.bytesFrom(placeholder).length
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: size }), (witness) => {
        expect(sentWitness(bytes, withWitness(toHex(witness)))).toBe(toHex(witness))
      }),
    )
    expect(sentWitness(bytes, withWitness(placeholder).toUpperCase().replace("0X", "0x") as Hex)).toBe(placeholder)
    expect(() => sentWitness(bytes, withWitness(`${placeholder}00`))).toThrow(TxMismatch)
  })

  test("and any other difference is refused, also one that makes room for itself", () => {
    const short = copyOf(withWitness("0x1234"))
    fc.assert(
      fc.property(fc.nat(short.length - 1), fc.integer({ min: 1, max: 255 }), (position, flip) => {
        const changed = Uint8Array.from(short)
        changed[position] = (changed[position] ?? 0) ^ flip
        // Whatever is taken for the transaction is the stored one with another first witness, or nothing is.
        try {
          const witness = sentWitness(bytes, toHex(changed))
          expect(withWitness(witness)).toBe(toHex(changed))
          expect(witness).toHaveLength("0x1234".length)
        } catch (error) {
          expect(error).toBeInstanceOf(TxMismatch)
        }
      }),
      { numRuns: 2_000 },
    )
  })

  test.each<[string, () => string]>([
    ["no hex", () => "0xzz"],
    ["an odd number of digits", () => "0x123"],
    ["hex that ends in other characters", () => `${withWitness("0x")}zz`],
    ["nothing", () => "0x"],
    ["twelve bytes", () => `0x${"ff".repeat(12)}`],
    ["numbers that lead far outside", () => `0x${"ff".repeat(bytes.length)}`],
    ["an extra field of the table", () => `0x00${toHex(bytes).slice(4)}`],
    [
      "another witness more",
      () => {
        const tx = stored.clone()
        tx.setWitnessAt(0, "0x")
        tx.witnesses.push("0x")
        return ccc.hexFrom(tx.toBytes())
      },
    ],
  ])("%s is refused in words that tell nothing of the stored one", (_, rawTx) => {
    const refuse = () => sentWitness(bytes, rawTx() as Hex)
    expect(refuse).toThrow(TxMismatch)
    expect(refuse).not.toThrow(/[0-9a-f]{16}/)
  })
})

describe("half a megabyte of raw_tx", () => {
  const stranger = { cosigner: "nobody's", platformInputs: 1, rulesFor: vi.fn() }
  const accept = (rawTx: Hex) => acceptWitness({} as Chain, { ...stranger, unsignedTx: bytes }, rawTx)

  test("is not parsed, and costs less than parsing it once, a hundred times over", async () => {
    const large = stored.clone()
    for (let turn = 0; turn < 1_500; turn++) large.outputs.push(...stored.outputs)
    const rawTx = ccc.hexFrom(large.toBytes())
    const parsing = process.cpuUsage()
    ccc.hexFrom(ccc.Transaction.fromBytes(rawTx).toBytes())
    const parse = process.cpuUsage(parsing)
    const parser = vi.spyOn(ccc.Transaction, "fromBytes")
    const refusing = process.cpuUsage()
    for (let request = 0; request < 100; request++) await expect(accept(rawTx)).rejects.toThrow(TxMismatch)
    const refuse = process.cpuUsage(refusing)
    expect(refuse.user + refuse.system).toBeLessThan(parse.user + parse.system)
    expect(parser).not.toHaveBeenCalled()
    parser.mockRestore()
  })

  test("nor is what has the right length, and nobody's lock is looked up for it", async () => {
    const parser = vi.spyOn(ccc.Transaction, "fromBytes")
    await expect(accept(`0x${"00".repeat(bytes.length)}`)).rejects.toThrow(TxMismatch)
    expect(parser).not.toHaveBeenCalled()
    expect(stranger.rulesFor).not.toHaveBeenCalled()
    parser.mockRestore()
  })
})
