import { ccc } from "@ckb-ccc/core"
import { lockOf } from "./list"

/** `name` is the lock's name for people. */
type Payable = { ok: true; name: string } | { ok: false; reason: string }

/**
 * Whether money may be sent to a lock: a cell under a lock that nobody can unlock is lost. Its code hash and hash type
 * must be a user's lock on the client's network, its args of a form that this lock accepts.
 */
export async function checkPayable(script: ccc.Script, client: ccc.Client): Promise<Payable> {
  const lock = await lockOf(script, client)
  if (!lock) {
    return {
      ok: false,
      reason: "The lock of this address is unknown on this network, so nobody may be able to spend what is sent to it.",
    }
  }
  if (!lock.isPossible(ccc.bytesFrom(script.args))) {
    return {
      ok: false,
      reason: `This address is broken: its ${lock.name} lock has impossible args, so nobody could spend what is sent to it.`,
    }
  }
  return { ok: true, name: lock.name }
}
