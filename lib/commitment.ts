import { blake2b } from "@noble/hashes/blake2.js"
import { bytesToHex, utf8ToBytes } from "@noble/hashes/utils.js"
import type { Hex } from "@/lib/hex"
import type { Share } from "./ledger/types"

/**
 * The hash that stands in the witnesses of a payment's transaction, beyond those of the inputs. Sighash-style locks
 * sign such witnesses (RFC 0024), so the sender's signature covers who is to be paid. The browser computes it again
 * before it lets a wallet sign, and a receipt proves by it what was agreed.
 *
 * The text that is hashed has a line for the payment's id, one for the salt, one for the sender's lock hash, and one
 * for each share: fee, receiver, then the splits in the order of the request. A share of zero has no line. blake2b-256
 * with CKB's personalization (RFC 0022). docs/commitment.md says how to check one by hand.
 *
 * Without the salt anybody could find out who was paid: everything else is public or can be guessed. Payments made
 * before there was a salt use the first form, which has no such line.
 *
 * @param payment.salt of 32 random bytes; null for the first form
 */
export function paymentCommitment(payment: {
  id: bigint
  salt: Hex | null
  senderLockHash: Hex
  shares: Share[]
}): Hex {
  const { salt } = payment
  // A line break in it could end the first lines of the text early and add shares that nobody has seen.
  if (salt !== null && !isSalt(salt)) throw new TypeError("A commitment's salt is 32 bytes in hex.")
  const text = [
    salt === null ? "micro-pay payment 1" : "micro-pay payment 2",
    payment.id.toString(),
    ...(salt === null ? [] : [salt]),
    payment.senderLockHash,
    ...payment.shares
      .filter((share) => share.amount > 0n)
      .map((share) => `${share.kind} ${share.lockHash} ${share.amount}`),
  ].join("\n")
  const personalization = utf8ToBytes("ckb-default-hash")
  return `0x${bytesToHex(blake2b(utf8ToBytes(text), { dkLen: 32, personalization }))}`
}

export function isSalt(text: unknown): text is Hex {
  return typeof text === "string" && /^0x[0-9a-f]{64}$/.test(text)
}
