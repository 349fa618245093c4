import { ccc } from "@ckb-ccc/core"
import { secp256k1 } from "@noble/curves/secp256k1.js"
import { ripemd160 } from "@noble/hashes/legacy.js"
import { sha256 } from "@noble/hashes/sha2.js"
import { describe, expect, it } from "vitest"
import { copyOf, KEY_A, offlineClient } from "./offline.fixture"
import { type PreparedPayment, preparePayment, signedWitness } from "./payment.fixture"
import { btcWallet, evmWallet } from "./wallets.fixture"

const client = offlineClient()
const hash160 = (bytes: Uint8Array) => ripemd160(sha256(bytes))

async function omnilockScript(flag: number, id: Uint8Array): Promise<ccc.Script> {
  return ccc.Script.fromKnownScript(client, ccc.KnownScript.OmniLock, ccc.hexFrom([flag, ...id, 0]))
}

/** Verifies `witness` after `edit` changed its lock field in place. */
function verifyEdited({ tx, lock, position }: PreparedPayment, witness: ccc.Hex, edit: (field: Uint8Array) => void) {
  const args = ccc.WitnessArgs.fromBytes(witness)
  const field = copyOf(args.lock)
  edit(field)
  return lock.verify(tx, position, ccc.hexFrom(ccc.WitnessArgs.from({ ...args, lock: field }).toBytes()))
}

describe("an EVM identity", () => {
  it("takes the recovery id as 0 or 1, as the script does, and not as 27 or 28", async () => {
    const signer = evmWallet(client)
    for (const { script } of (await signer.getAddressObjs()).slice(0, 2)) {
      const payment = await preparePayment(script, client)
      const witness = await signedWitness(signer, payment)
      expect(verifyEdited(payment, witness, () => {})).toEqual({ ok: true })
      const with27 = verifyEdited(payment, witness, (field) => field.set([(field[84] ?? 0) + 27], 84))
      expect(with27).toMatchObject({ ok: false })
    }
  })

  it("does not take the signature of its other flag", async () => {
    const signer = evmWallet(client)
    const [shown, raw] = await signer.getAddressObjs()
    if (!shown || !raw) throw new Error("an EVM wallet has both addresses")
    // The same key and the same transaction but for the sender's args; only the signed text differs.
    const [a, b] = [await preparePayment(shown.script, client), await preparePayment(raw.script, client)]
    expect(b.lock.verify(b.tx, b.position, await signedWitness(signer, a))).toMatchObject({ ok: false })
    expect(a.lock.verify(a.tx, a.position, await signedWitness(signer, b))).toMatchObject({ ok: false })
  })
})

describe("a Bitcoin identity", () => {
  const compressed = secp256k1.getPublicKey(ccc.bytesFrom(KEY_A), true)
  const uncompressed = secp256k1.getPublicKey(ccc.bytesFrom(KEY_A), false)
  const IDS = [
    { address: "P2PKH, uncompressed key", base: 27, id: hash160(uncompressed) },
    { address: "P2PKH", base: 31, id: hash160(compressed) },
    { address: "P2WPKH in P2SH", base: 35, id: hash160(ccc.bytesConcat([0, 20], hash160(compressed))) },
    { address: "P2WPKH", base: 39, id: hash160(compressed) },
  ]

  it.each(IDS)("of $address signs with the BIP-137 header of its kind", async ({ base, id }) => {
    const payment = await preparePayment(await omnilockScript(0x04, id), client)
    // The wallet signs for its own P2PKH address, so the message is signed here, and the header set by hand.
    const ownMessage = await signMessageOf(payment)
    const accepted: number[] = []
    for (let header = 0; header < 256; header += 1) {
      const result = verifyEdited(payment, ownMessage.witness, (field) => field.set([header], 20))
      if (result.ok) accepted.push(header)
    }
    const same = IDS.filter((other) => ccc.hexFrom(other.id) === ccc.hexFrom(id))
    expect(accepted).toEqual(same.map((other) => other.base + ownMessage.recovery))
    expect(accepted).toContain(base + ownMessage.recovery)
  })

  it("signs from a P2WPKH wallet, whose header CCC rewrites", async () => {
    const signer = btcWallet(client, KEY_A, 39)
    const payment = await preparePayment((await signer.getRecommendedAddressObj()).script, client)
    const witness = await signedWitness(signer, payment)
    expect(payment.lock.verify(payment.tx, payment.position, witness)).toEqual({ ok: true })
  })

  async function signMessageOf({ tx, lock, position }: PreparedPayment) {
    const sender = tx.inputs[position]?.cellOutput?.lock
    const info = sender && (await tx.getSignHashInfo(sender, client))
    const digest = ccc.messageHashBtcEcdsa(`CKB (Bitcoin Layer) transaction: ${info?.message}`)
    const signed = secp256k1.sign(digest, ccc.bytesFrom(KEY_A), { prehash: false, format: "recovered" })
    const header = ccc.bytesFrom("0x5500000010000000550000005500000041000000")
    const field = ccc.bytesConcat(header, signed)
    expect(field.length).toBe(lock.witnessLockSize)
    return { witness: ccc.hexFrom(ccc.WitnessArgs.from({ lock: field }).toBytes()), recovery: signed[0] ?? 0 }
  }
})

it("a witness of Omnilock holds one signature and nothing else", async () => {
  const signer = evmWallet(client)
  const payment = await preparePayment((await signer.getRecommendedAddressObj()).script, client)
  const witness = await signedWitness(signer, payment)
  for (let index = 0; index < 20; index += 1) {
    const edited = verifyEdited(payment, witness, (field) => field.set([(field[index] ?? 0) ^ 4], index))
    expect(edited).toMatchObject({ ok: false, reason: expect.stringContaining("form that Omnilock expects") })
  }
})
