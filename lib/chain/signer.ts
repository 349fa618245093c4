import { ccc } from "@ckb-ccc/core"
import { secp256k1 } from "@noble/curves/secp256k1.js"
import type { Hex } from "@/lib/hex"
import { curve } from "./curve"
import { type Manifest, manifestMessage } from "./manifest"

declare const approved: unique symbol
/** A transaction that was compared with what the database has decided to sign. Only `approve` makes one. */
export type ApprovedTransaction = ccc.Transaction & { [approved]: true }

export interface Signer {
  lock: ccc.Script
  /**
   * Signs the platform's lock group of `tx`, in place. The caller is about to store exactly this transaction: the
   * result must not leave the process before the database holds it.
   */
  sign(tx: ApprovedTransaction, client: ccc.Client): Promise<void>
  /**
   * Signs what the platform says of itself: the one text, beside transactions, that this key signs, made here out of
   * the manifest's fields.
   *
   * @returns 65 bytes: r, s and the recovery id
   */
  signManifest(manifest: Manifest): Uint8Array<ArrayBuffer>
}

/** Length of a recoverable secp256k1 signature: r, s and the recovery id (RFC 0024). */
export const SIGNATURE_BYTES = 65

export async function createSigner(privateKey: Uint8Array, client: ccc.Client): Promise<Signer> {
  const publicKey = secp256k1.getPublicKey(privateKey, true)
  const args = ccc.hashCkb(publicKey).slice(0, 42)
  const lock = await ccc.Script.fromKnownScript(client, ccc.KnownScript.Secp256k1Blake160, args)
  const signHash = (hash: Uint8Array) => curve().sign(hash, privateKey)
  return {
    lock,
    async sign(tx, signingClient) {
      const info = await tx.getSignHashInfo(lock, signingClient)
      if (!info) throw new Error("the transaction spends no platform cell")
      const witness = tx.getWitnessArgsAt(info.position) ?? ccc.WitnessArgs.from({})
      witness.lock = ccc.hexFrom(signHash(ccc.bytesFrom(info.message)))
      tx.setWitnessArgsAt(info.position, witness)
    },
    signManifest(manifest) {
      if (manifest.platformLockHash !== lock.hash()) throw new Error("this manifest is of another platform")
      return signHash(manifestMessage(manifest))
    },
  }
}

/**
 * The gate before the signer. Outside of lib/chain only `lib/signing/sign.ts` may import it, which takes `decidedHash`
 * from the database; the linter holds that. A hash fixes inputs, outputs and everything else that moves money (RFC
 * 0022).
 *
 * @throws Error when it is another transaction: a mistake of ours, never of a client
 */
export function approve(tx: ccc.Transaction, decidedHash: Hex): ApprovedTransaction {
  if (tx.hash() !== decidedHash)
    throw new Error(`transaction ${tx.hash()} is not the one that was decided on, ${decidedHash}: it is not signed`)
  return tx as ApprovedTransaction
}
