import { ccc } from "@ckb-ccc/core"

/** Locks that people's wallets and vaults use, of those that CCC knows. Locks without an owner are not here. */
const USER_LOCKS = [
  ccc.KnownScript.Secp256k1Blake160,
  ccc.KnownScript.OmniLock,
  ccc.KnownScript.JoyId,
  ccc.KnownScript.AnyoneCanPay,
  ccc.KnownScript.Secp256k1Multisig,
  ccc.KnownScript.Secp256k1MultisigV2,
  ccc.KnownScript.PWLock,
  ccc.KnownScript.NostrLock,
] as const

/** The name of a user's lock, as CCC calls it. */
export type UserLock = (typeof USER_LOCKS)[number]

/** Which user's lock this is on the client's network, by code hash and hash type; undefined when it is none. */
export async function userLockOf(lock: ccc.Script, client: ccc.Client): Promise<UserLock | undefined> {
  for (const name of USER_LOCKS) {
    const info = await scriptInfo(client, name)
    if (info?.codeHash === lock.codeHash && info.hashType === lock.hashType) return name
  }
  return undefined
}

/** Data characters of a full address that no args can change: 5 bits each, of a zero byte and 32 of code hash. */
const FIXED_CHARACTERS = 52

/**
 * What every full address (RFC 0021) of a lock script begins with, whatever its args; undefined when the network lacks the
 * script.
 */
export async function addressPrefixOf(name: UserLock, client: ccc.Client): Promise<string | undefined> {
  const info = await scriptInfo(client, name)
  if (!info) return undefined
  const { codeHash, hashType } = info
  const address = ccc.Address.fromScript({ codeHash, hashType, args: "0x" }, client).toString()
  return address.slice(0, client.addressPrefix.length + 1 + FIXED_CHARACTERS)
}

/** `getKnownScript` throws for a script that the network lacks, which is an ordinary answer here. */
async function scriptInfo(client: ccc.Client, name: UserLock): Promise<ccc.ScriptInfo | undefined> {
  try {
    return await client.getKnownScript(name)
  } catch {
    return undefined
  }
}
