import { ccc } from "@ckb-ccc/core"
import { secp256k1 } from "@noble/curves/secp256k1.js"
import { fromHex, type Hex, toHex } from "@/lib/hex"
import { curve } from "./curve"
import { lockFieldOf } from "./decode"
import { type Manifest, manifestMessage } from "./manifest"
import { groupOf, type Signable, signingMessage } from "./signable"

declare const approved: unique symbol
/** A transaction that was compared with what the database has decided to sign. Only `approve` makes one. */
export type ApprovedTransaction = Signable & { [approved]: true }

export interface Signer {
  lock: ccc.Script
  /**
   * Signs the platform's lock group of `tx`, in place. The caller is about to store exactly this transaction: the
   * result must not leave the process before the database holds it.
   */
  sign(tx: ApprovedTransaction): void
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
    sign(tx) {
      const group = groupOf(lock, tx)
      const position = group?.[0]
      if (!group || position === undefined) throw new Error("the transaction spends no platform cell")
      const witness = fromHex(tx.witnesses[position] ?? "0x")
      // A view into the witness: the message is made while it is zero.
      const signature = lockFieldOf(witness).fill(0)
      signature.set(signHash(signingMessage(tx, group, witness)))
      tx.witnesses[position] = toHex(witness)
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
export function approve(tx: Signable, decidedHash: Hex): ApprovedTransaction {
  if (tx.hash() !== decidedHash)
    throw new Error(`transaction ${tx.hash()} is not the one that was decided on, ${decidedHash}: it is not signed`)
  return tx as ApprovedTransaction
}
