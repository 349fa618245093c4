import { randomBytes } from "node:crypto"
import { ccc } from "@ckb-ccc/core"
import { type Hex, toHex } from "@/lib/hex"

/** Somebody with a key, as a child process can be given it. */
export interface Actor {
  key: Hex
  address: string
  lock: ccc.Script
  /** Signs what prepare returned, as a browser does. */
  sign(rawTx: string): Promise<Hex>
}

export function newKey(): Hex {
  return toHex(randomBytes(32))
}

/** @param under the lock that the key's hash is put in, as most wallets do or so that anyone can pay into its cells */
export async function actorOf(
  client: ccc.Client,
  key: Hex,
  under: ccc.KnownScript.Secp256k1Blake160 | ccc.KnownScript.AnyoneCanPay = ccc.KnownScript.Secp256k1Blake160,
): Promise<Actor> {
  const signer = new ccc.SignerCkbPrivateKey(client, key)
  const { script } = await signer.getRecommendedAddressObj()
  const lock = await ccc.Script.fromKnownScript(client, under, script.args)
  return {
    key,
    address: ccc.Address.fromScript(lock, client).toString(),
    lock,
    sign: async (rawTx) => {
      const tx = await signer.prepareTransaction(ccc.Transaction.fromBytes(rawTx))
      return ccc.hexFrom((await signer.signOnlyTransaction(tx)).toBytes())
    },
  }
}
