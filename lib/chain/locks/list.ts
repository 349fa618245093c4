import { ccc } from "@ckb-ccc/core"
import { LOCK_KINDS, LOCK_SCRIPTS, type LockKind } from "@/lib/lock-kinds"
import { anyoneCanPay } from "./anyone-can-pay"
import { joyid } from "./joyid"
import { multisig } from "./multisig"
import { nostr } from "./nostr"
import { omnilock } from "./omnilock"
import { pwLock } from "./pw-lock"
import { secp256k1 } from "./secp256k1"
import type { Lock } from "./types"

/** Every lock that the server knows: one file and one line each. */
const LOCKS: Record<LockKind, Lock> = {
  secp256k1,
  omnilock,
  joyid,
  "anyone-can-pay": anyoneCanPay,
  multisig,
  "pw-lock": pwLock,
  nostr,
}

/** Which lock this is on the client's network, by code hash and hash type; undefined when it is none that we know. */
export async function lockOf(script: ccc.Script, client: ccc.Client): Promise<Lock | undefined> {
  for (const kind of LOCK_KINDS) {
    for (const name of LOCK_SCRIPTS[kind]) {
      const info = await scriptInfo(client, ccc.KnownScript[name])
      if (info?.codeHash === script.codeHash && info.hashType === script.hashType) return LOCKS[kind]
    }
  }
  return undefined
}

/** Data characters of a full address that no args can change: 5 bits each, of a zero byte and 32 of code hash. */
const FIXED_CHARACTERS = 52

/**
 * What every full address (RFC 0021) of a lock script begins with, whatever its args; undefined when the network lacks
 * the script.
 */
export async function addressPrefixOf(name: ccc.KnownScript, client: ccc.Client): Promise<string | undefined> {
  const info = await scriptInfo(client, name)
  if (!info) return undefined
  const { codeHash, hashType } = info
  const address = ccc.Address.fromScript({ codeHash, hashType, args: "0x" }, client).toString()
  return address.slice(0, client.addressPrefix.length + 1 + FIXED_CHARACTERS)
}

/** `getKnownScript` throws for a script that the network lacks, which is an ordinary answer here. */
async function scriptInfo(client: ccc.Client, name: ccc.KnownScript): Promise<ccc.ScriptInfo | undefined> {
  try {
    return await client.getKnownScript(name)
  } catch {
    return undefined
  }
}
