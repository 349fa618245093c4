import { ccc } from "@ckb-ccc/core"
import fc from "fast-check"
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest"
import { copyOf, KEY_A, KEY_B, offlineClient, secpWallet } from "./offline.fixture"
import { type PreparedPayment, preparePayment, signedWitness } from "./payment.fixture"
import type { SenderKind } from "./types"
import { btcWallet, evmWallet, joyidWallet } from "./wallets.fixture"

const client = offlineClient()

/** Each lock with the wallet that signs for it; `address` picks one of a wallet's several. */
const WALLETS: { kind: SenderKind; wallet: (key: ccc.Hex) => ccc.Signer | Promise<ccc.Signer>; address?: number }[] = [
  { kind: "secp256k1", wallet: (key) => secpWallet(client, key) },
  { kind: "omnilock-evm", wallet: (key) => evmWallet(client, key) },
  { kind: "omnilock-evm-legacy", wallet: (key) => evmWallet(client, key), address: 1 },
  { kind: "omnilock-btc", wallet: (key) => btcWallet(client, key) },
  { kind: "joyid", wallet: (key) => joyidWallet(client, key) },
]

afterAll(() => vi.unstubAllGlobals())

describe.each(WALLETS)("$kind", ({ kind, wallet, address = 0 }) => {
  let signer: ccc.Signer
  let sender: ccc.Script
  let payment: PreparedPayment
  let witness: ccc.Hex
  const verify = (tx = payment.tx, by = witness, at = payment.position) => payment.lock.verify(tx, at, by)

  beforeAll(async () => {
    signer = await wallet(KEY_A)
    sender = await lockOf(signer)
    payment = await preparePayment(sender, client)
    witness = await signedWitness(signer, payment)
  })

  async function lockOf(of: ccc.Signer): Promise<ccc.Script> {
    // A secp256k1 wallet asks the node for all its addresses, and there is none here.
    const found = address === 0 ? await of.getRecommendedAddressObj() : (await of.getAddressObjs())[address]
    if (!found) throw new Error("the wallet has no such address")
    return found.script
  }

  it("is recognized by its address", () => {
    expect(payment.lock.kind).toBe(kind)
  })

  it.each(["sp", "ps", "sps", "pss", "ssp"])("what the wallet signs is accepted, inputs %s", async (order) => {
    const mixed = await preparePayment(sender, client, order)
    expect(mixed.lock.verify(mixed.tx, mixed.position, await signedWitness(signer, mixed))).toEqual({ ok: true })
  })

  it("the wallet changes nothing in a prepared transaction before it signs", async () => {
    const prepared = await signer.prepareTransaction(payment.tx.clone())
    expect(ccc.hexFrom(prepared.toBytes())).toBe(ccc.hexFrom(payment.tx.toBytes()))
  })

  it("the platform's signature beside it makes no difference", async () => {
    const countersigned = await secpWallet(client, KEY_B).signOnlyTransaction(payment.tx.clone())
    expect(countersigned.witnesses[1]).not.toBe(payment.tx.witnesses[1])
    expect(verify(countersigned)).toEqual({ ok: true })
  })

  it("verifying changes neither the transaction nor the answer", () => {
    const before = ccc.hexFrom(payment.tx.toBytes())
    expect([verify(), verify()]).toEqual([{ ok: true }, { ok: true }])
    expect(ccc.hexFrom(payment.tx.toBytes())).toBe(before)
  })

  it("any changed byte of the witness is refused", () => {
    const bytes = copyOf(witness)
    fc.assert(
      fc.property(fc.nat(bytes.length - 1), fc.integer({ min: 1, max: 255 }), (index, change) => {
        const changed = bytes.slice()
        changed[index] = (bytes[index] ?? 0) ^ change
        fc.pre(!(kind === "omnilock-btc" && sameBtcHeader(changed, bytes, index)))
        expect(verify(undefined, ccc.hexFrom(changed))).toMatchObject({ ok: false })
      }),
      { numRuns: 300 },
    )
  })

  it("any change of what was signed is refused", () => {
    fc.assert(
      fc.property(fc.constantFrom(...TX_CHANGES), fc.nat(255), fc.nat(7), (change, at, bit) => {
        const tx = payment.tx.clone()
        change(tx, at, bit)
        expect(verify(tx)).toMatchObject({ ok: false })
      }),
      { numRuns: 150 },
    )
  })

  it("another wallet's signature is refused", async () => {
    const other = await wallet(KEY_B)
    const theirs = await preparePayment(await lockOf(other), client)
    const forged = await signedWitness(other, theirs)
    expect(theirs.lock.verify(theirs.tx, theirs.position, forged)).toEqual({ ok: true })
    expect(verify(undefined, forged)).toMatchObject({ ok: false })
    expect(theirs.lock.verify(theirs.tx, theirs.position, witness)).toMatchObject({ ok: false })
  })

  it("a placeholder is no signature", () => {
    expect(verify(undefined, payment.tx.witnesses[payment.position])).toMatchObject({ ok: false })
  })

  it("a witness of another shape is refused", () => {
    const args = ccc.WitnessArgs.fromBytes(witness)
    const shape = (change: Partial<ccc.WitnessArgsLike>) =>
      ccc.hexFrom(ccc.WitnessArgs.from({ ...args, ...change }).toBytes())
    const wrong: Record<string, string> = {
      empty: "0x",
      "no hex": "hello",
      "odd digits": `${witness}0`,
      uppercase: `0x${witness.slice(2).toUpperCase()}`,
      "one byte more": `${witness}00`,
      "one byte less": witness.slice(0, -2),
      "no lock": shape({ lock: undefined }),
      "empty lock": shape({ lock: "0x" }),
      "longer lock": shape({ lock: `${args.lock}00` }),
      "shorter lock": shape({ lock: args.lock?.slice(0, -2) }),
      "padded lock": shape({ lock: `${args.lock}${"00".repeat(1000)}` }),
      "an input type": shape({ inputType: "0x" }),
      "an output type": shape({ outputType: "0x00" }),
      huge: `0x${"00".repeat(100_000)}`,
    }
    for (const [name, bytes] of Object.entries(wrong)) {
      expect([name, verify(undefined, bytes as ccc.Hex)]).toMatchObject([name, { ok: false }])
    }
  })

  it("a transaction that is not the prepared one is refused", () => {
    const changed = (change: (tx: ccc.Transaction) => void) => {
      const tx = payment.tx.clone()
      change(tx)
      return verify(tx)
    }
    expect(changed((tx) => tx.witnesses.splice(payment.position, 1, witness))).toMatchObject({ ok: false })
    expect(changed((tx) => tx.witnesses.splice(payment.position, 1, "0x"))).toMatchObject({ ok: false })
    expect(changed((tx) => tx.witnesses.splice(1))).toMatchObject({ ok: false })
    expect(changed((tx) => tx.inputs.splice(0))).toMatchObject({ ok: false })
    expect(changed((tx) => Object.assign(tx.inputs[1] ?? {}, { cellOutput: undefined }))).toMatchObject({ ok: false })
    for (const position of [-1, 0.5, 1, 2, 3, 9])
      expect(verify(undefined, undefined, position)).toMatchObject({ ok: false })
  })

  it("too few witnesses are refused: the script skips a missing one, which has no length to sign", async () => {
    const short = await preparePayment(sender, client, "ssp")
    short.tx.witnesses.splice(1)
    const signed = await signedWitness(signer, short)
    expect(short.lock.verify(short.tx, short.position, signed)).toMatchObject({
      ok: false,
      reason: expect.stringContaining("not prepared"),
    })
  })

  it("a reason says nothing of the signature", () => {
    const refused = verify(undefined, ccc.hexFrom(copyOf(witness).map((byte, i) => (i === 60 ? byte ^ 1 : byte))))
    expect(refused).toMatchObject({ ok: false, reason: expect.not.stringMatching(/0x|[0-9a-f]{8}/) })
  })
})

/** BIP-137 writes P2PKH as 31 to 34 and P2WPKH as 39 to 42. Both hash the compressed key, so Omnilock takes either. */
function sameBtcHeader(changed: Uint8Array, original: Uint8Array, index: number): boolean {
  return index === 40 && changed[index] === (original[index] ?? 0) + 8
}

const flip = (hex: string | undefined, at: number, bit: number): ccc.Hex => {
  const bytes = copyOf(hex ?? "0x00")
  const index = at % bytes.length
  bytes[index] = (bytes[index] ?? 0) ^ (1 << bit)
  return ccc.hexFrom(bytes)
}

/** Ways to change a transaction, or the witnesses that the sender signs beside their own. */
const TX_CHANGES: ((tx: ccc.Transaction, at: number, bit: number) => void)[] = [
  (tx, at, bit) => {
    const input = pick(tx.inputs, at)
    input.previousOutput.txHash = flip(input.previousOutput.txHash, at, bit)
  },
  (tx, at, bit) => {
    pick(tx.inputs, at).since ^= 1n << BigInt(bit)
  },
  (tx, at, bit) => {
    pick(tx.outputs, at).capacity ^= 1n << BigInt(bit)
  },
  (tx, at, bit) => {
    const output = pick(tx.outputs, at)
    output.lock = ccc.Script.from({ ...output.lock, args: flip(output.lock.args, at, bit) })
  },
  (tx, at) => tx.outputsData.splice(at % tx.outputsData.length, 1, "0x00"),
  (tx) => tx.outputs.reverse(),
  (tx) => tx.cellDeps.splice(0, 1),
  (tx, at, bit) => tx.headerDeps.push(flip(`0x${"00".repeat(32)}`, at, bit)),
  (tx, at, bit) => tx.witnesses.splice(3, 1, flip(tx.witnesses[3], at, bit)),
  (tx) => tx.witnesses.splice(3, 1),
  (tx) => tx.witnesses.push("0x"),
  (tx) => tx.witnesses.splice(2, 1, "0x00"),
]

function pick<T>(list: T[], at: number): T {
  const item = list[at % list.length]
  if (item === undefined) throw new Error("empty list")
  return item
}
