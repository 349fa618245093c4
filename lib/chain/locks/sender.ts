import type { ccc } from "@ckb-ccc/core"
import { lockOf } from "./list"
import { PAY_FROM } from "./pay-from"
import type { CosignerLock, SenderLock, Unsupported } from "./types"
import { zeroWitness } from "./witness"

/**
 * How to check the signatures of a sender's lock. Only locks whose rules are wholly checked here count: otherwise the
 * platform could sign for a payment that its sender did not.
 *
 * @returns `kind: "unsupported"` with a reason for people when nobody's signature under this lock can be checked
 */
export async function senderLockFor(script: ccc.Script, client: ccc.Client): Promise<SenderLock | Unsupported> {
  const lock = await lockOf(script, client)
  if (!lock) {
    return unsupported(`Payments from this address are not supported: its lock is unknown on this network. ${PAY_FROM}`)
  }
  // Of the caller's script nothing may change after this: the verifier keeps it.
  return lock.sender?.(script.clone()) ?? unsupported(lock.reason)
}

/** The witness to put at the co-signer's position before anybody signs: WitnessArgs with a zeroed lock field. */
export function placeholderWitness({ witnessLockSize }: CosignerLock): ccc.Hex {
  return witnessLockSize === 0 ? "0x" : zeroWitness(witnessLockSize)
}

function unsupported(reason: string): Unsupported {
  return { kind: "unsupported", reason }
}
