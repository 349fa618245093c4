import { randomBytes } from "node:crypto"
import { ccc } from "@ckb-ccc/core"
import { secp256k1 } from "@noble/curves/secp256k1.js"
import type { Hex } from "@/lib/hex"
import type { TestChain } from "./chain"

/** Somebody with a key and an address, as a stranger with only CCC would be. */
export interface Wallet {
  address: string
  lock: ccc.Script
  /** Signs what prepare returned, as a browser does: `prepareTransaction`, then `signOnlyTransaction`. */
  sign(rawTx: string): Promise<Hex>
  /** Signs a text, as to sign in. */
  signMessage(text: string): Promise<{ signature: string; identity: string }>
  /**
   * Sends a transaction that spends every live cell and gives `capacity` shannons back to the wallet; the rest is the
   * fee.
   */
  spendAll(capacity: bigint): Promise<Hex>
  /** The same for one cell of the wallet, signed and not sent. */
  spend(cell: { txHash: Hex; index: number; capacity: bigint }, capacity: bigint): Promise<ccc.Transaction>
  /** shannons in live cells of this wallet */
  balance(): Promise<bigint>
}

export const newKey = (): Hex => `0x${randomBytes(32).toString("hex")}`

/** The args of a key's secp256k1 lock (RFC 0024). */
export function argsOf(key: Hex): Hex {
  return ccc.hashCkb(secp256k1.getPublicKey(ccc.bytesFrom(key), true)).slice(0, 42) as Hex
}

export async function createWallet(chain: TestChain, key = newKey()): Promise<Wallet> {
  const client = chain.client()
  const signer = new ccc.SignerCkbPrivateKey(client, key)
  const { script: lock } = await signer.getRecommendedAddressObj()
  return {
    address: await signer.getRecommendedAddress(),
    lock,
    sign: async (rawTx) => {
      const prepared = ccc.Transaction.fromBytes(rawTx)
      const hash = prepared.hash()
      const tx = await signer.prepareTransaction(prepared)
      if (tx.hash() !== hash) throw new Error("the wallet changed the hash")
      return ccc.hexFrom((await signer.signOnlyTransaction(tx)).toBytes())
    },
    signMessage: async (text) => {
      const { signature, identity } = await signer.signMessage(text)
      return { signature, identity }
    },
    spendAll: async (capacity) => {
      const fresh = new ccc.SignerCkbPrivateKey(chain.client(), signer.privateKey)
      const tx = ccc.Transaction.from({ outputs: [{ capacity, lock }] })
      for await (const cell of fresh.findCells({ scriptLenRange: [0, 1], outputDataLenRange: [0, 1] }))
        tx.addInput(cell)
      return fresh.client.sendTransaction(await fresh.signTransaction(tx))
    },
    spend: async ({ txHash, index, capacity: held }, capacity) =>
      signer.signTransaction(
        ccc.Transaction.from({
          inputs: [{ previousOutput: { txHash, index }, cellOutput: { capacity: held, lock }, outputData: "0x" }],
          outputs: [{ capacity, lock }],
        }),
      ),
    // A client of its own: CCC caches cells.
    balance: () => chain.client().getBalance([lock]),
  }
}
