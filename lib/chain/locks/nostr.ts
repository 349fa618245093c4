import { PAY_FROM } from "./pay-from"
import type { Lock } from "./types"

/** The lock of a Nostr key: money can be sent to it, and nobody pays from it. */
export const nostr: Lock = {
  name: "Nostr",
  // nostr-lock-script.md: proof-of-work difficulty, blake160 of a public key. With a difficulty anybody may mine the
  // cell.
  isPossible: (args) => args.length === 21 && args[0] === 0,
  sender: null,
  reason: `Payments from a Nostr wallet are not supported. ${PAY_FROM}`,
  unsigned: null,
}
