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

export async function actorOf(client: ccc.Client, key: Hex): Promise<Actor> {
  const signer = new ccc.SignerCkbPrivateKey(client, key)
  const { script: lock } = await signer.getRecommendedAddressObj()
  return {
    key,
    address: await signer.getRecommendedAddress(),
    lock,
    sign: async (rawTx) => {
      const tx = await signer.prepareTransaction(ccc.Transaction.fromBytes(rawTx))
      return ccc.hexFrom((await signer.signOnlyTransaction(tx)).toBytes())
    },
  }
}
