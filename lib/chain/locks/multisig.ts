import { PAY_FROM } from "./pay-from"
import { isSince } from "./since"
import type { Lock } from "./types"

/**
 * secp256k1_blake160_multisig_all, in both of its versions (RFC 0024): money can be sent to it, and nobody pays from
 * it.
 */
export const multisig: Lock = {
  name: "multisig",
  // blake160 of the multisig script, then perhaps a since
  isPossible: (args) => args.length === 20 || (args.length === 28 && isSince(args.subarray(20))),
  sender: null,
  reason: `Payments from a multisig address are not supported. ${PAY_FROM}`,
  unsigned: null,
}
