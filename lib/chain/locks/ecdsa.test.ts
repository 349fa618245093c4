import { ccc } from "@ckb-ccc/core"
import { secp256k1 } from "@noble/curves/secp256k1.js"
import { describe, expect, it } from "vitest"
import { recoverKey } from "./ecdsa"
import { copyOf, KEY_A, offlineClient, secpWallet } from "./offline.fixture"
import { preparePayment, signedWitness } from "./payment.fixture"
import { btcWallet, evmWallet } from "./wallets.fixture"

const client = offlineClient()

/** The other signature that the same key's point gives: n − s, with the parity of the recovery id turned. */
function withHighS(rs: Uint8Array): Uint8Array {
  const s = secp256k1.Point.Fn.ORDER - ccc.numBeFromBytes(rs.slice(32, 64))
  return ccc.bytesConcat(rs.slice(0, 32), ccc.numBeToBytes(s, 32))
}

describe("recoverKey", () => {
  const digest = new Uint8Array(32).fill(7)
  const secret = ccc.bytesFrom(KEY_A)
  const signed = secp256k1.sign(digest, secret, { prehash: false, format: "recovered" })
  const [recovery = 0, rs] = [signed[0], signed.slice(1)]

  it("finds the key that signed", () => {
    expect(recoverKey(rs, recovery, digest)).toEqual({
      compressed: secp256k1.getPublicKey(secret, true),
      uncompressed: secp256k1.getPublicKey(secret, false),
    })
  })

  it("finds it from a high s too, as libsecp256k1 does on chain", () => {
    expect(recoverKey(withHighS(rs), recovery ^ 1, digest)?.compressed).toEqual(secp256k1.getPublicKey(secret, true))
  })

  it("knows no recovery id but 0 to 3", () => {
    for (const id of [-1, 4, 27, 28, 31, 255]) expect(recoverKey(rs, id, digest)).toBeUndefined()
  })

  it("refuses what is no signature, without an exception", () => {
    const order = ccc.numBeToBytes(secp256k1.Point.Fn.ORDER, 32)
    const one = ccc.numBeToBytes(1, 32)
    const bad = [
      new Uint8Array(64),
      ccc.bytesConcat(one, new Uint8Array(32)),
      ccc.bytesConcat(order, one),
      ccc.bytesConcat(one, order),
      new Uint8Array(64).fill(0xff),
      rs.slice(1),
      new Uint8Array(0),
    ]
    for (const signature of bad) expect(recoverKey(signature, 0, digest)).toBeUndefined()
    expect(recoverKey(rs, recovery, digest.slice(1))).toBeUndefined()
  })
})

describe("a wallet that makes a high s is not refused", () => {
  it.each([
    { name: "secp256k1", signer: secpWallet(client), at: 0, turn: (byte: number) => byte ^ 1, id: 64 },
    { name: "Omnilock EVM", signer: evmWallet(client), at: 20, turn: (byte: number) => byte ^ 1, id: 84 },
    { name: "Omnilock BTC", signer: btcWallet(client), at: 21, turn: (byte: number) => ((byte - 31) ^ 1) + 31, id: 20 },
  ])("$name", async ({ signer, at, turn, id }) => {
    const payment = await preparePayment((await signer.getRecommendedAddressObj()).script, client)
    const args = ccc.WitnessArgs.fromBytes(await signedWitness(signer, payment))
    const lock = copyOf(args.lock)
    lock.set(withHighS(lock.slice(at, at + 64)), at)
    const verify = () => {
      const witness = ccc.hexFrom(ccc.WitnessArgs.from({ ...args, lock }).toBytes())
      return payment.lock.verify(payment.tx, payment.position, witness)
    }
    expect(verify()).toMatchObject({ ok: false })
    lock[id] = turn(lock[id] ?? 0)
    expect(verify()).toEqual({ ok: true })
  })
})
