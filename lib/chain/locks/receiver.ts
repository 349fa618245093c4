import { ccc } from "@ckb-ccc/core"
import { addressPrefixOf, lockOf } from "./list"
import { senderLockFor } from "./sender"
import type { ReceiverLock, Unsupported } from "./types"

/**
 * How a cell of a receiver's lock takes part in a withdrawal: with its owner's signature, or, under anyone-can-pay,
 * with none.
 *
 * @returns `kind: "unsupported"` with a reason for people when money can reach this lock in a cell of its own only
 */
export async function receiverLockFor(script: ccc.Script, client: ccc.Client): Promise<ReceiverLock | Unsupported> {
  const lock = await lockOf(script, client)
  return lock?.unsigned ? lock.unsigned(script) : senderLockFor(script, client)
}

/** What every address under an anyone-can-pay lock of this chain begins with; undefined where the chain has none. */
export function anyoneCanPayPrefix(client: ccc.Client): Promise<string | undefined> {
  return addressPrefixOf(ccc.KnownScript.AnyoneCanPay, client)
}
