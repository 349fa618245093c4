import type { Lock } from "./types"

/** The lock of Ethereum wallets before Omnilock: money can be sent to it, and nobody pays from it. */
export const pwLock: Lock = {
  name: "PW lock",
  // The 20 bytes of an Ethereum address
  isPossible: ({ length }) => length === 20,
  sender: null,
  reason: "Payments from a PW-lock address are not supported. Move the CKB to your wallet's Omnilock address first.",
  unsigned: null,
}
