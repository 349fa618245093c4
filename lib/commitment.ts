import { blake2b } from "@noble/hashes/blake2.js"
import { bytesToHex, utf8ToBytes } from "@noble/hashes/utils.js"
import type { Hex } from "@/lib/hex"

/** Who gets how much of a payment, by lock hash. */
export interface Share {
  kind: "fee" | "receiver" | "split"
  lockHash: Hex
  /** shannons */
  amount: bigint
}

/**
 * The hash that stands in the witnesses of a payment's transaction, beyond those of the inputs. Sighash-style locks sign
 * such witnesses (RFC 0024), so the sender's signature covers who is to be paid. The browser computes it again before it
 * lets a wallet sign, and a receipt proves by it what was agreed.
 *
 * The text that is hashed has a line for the payment's id, one for the sender's lock hash, and one for each share:
 * fee, receiver, then the splits in the order of the request. A share of zero has no line. blake2b-256 with CKB's
 * personalization (RFC 0022).
 */
export function paymentCommitment(payment: { id: bigint; senderLockHash: Hex; shares: Share[] }): Hex {
  const text = [
    "micro-pay payment 1",
    payment.id.toString(),
    payment.senderLockHash,
    ...payment.shares
      .filter((share) => share.amount > 0n)
      .map((share) => `${share.kind} ${share.lockHash} ${share.amount}`),
  ].join("\n")
  const personalization = utf8ToBytes("ckb-default-hash")
  return `0x${bytesToHex(blake2b(utf8ToBytes(text), { dkLen: 32, personalization }))}`
}
