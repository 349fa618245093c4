import { ccc } from "@ckb-ccc/core"
import { type UserLock, userLockOf } from "./known"

/** `name` is the lock's name for people. */
type Payable = { ok: true; name: string } | { ok: false; reason: string }

/** A lock's name for people, and whether its script accepts such args at all. */
interface ArgsRule {
  name: string
  possible: (args: Uint8Array) => boolean
}

const RULES: Record<UserLock, ArgsRule> = {
  // RFC 0024: blake160 of a public key
  [ccc.KnownScript.Secp256k1Blake160]: { name: "secp256k1", possible: ({ length }) => length === 20 },
  // RFC 0024: blake160 of the multisig script, then perhaps a since
  [ccc.KnownScript.Secp256k1Multisig]: { name: "multisig", possible: isMultisig },
  [ccc.KnownScript.Secp256k1MultisigV2]: { name: "multisig", possible: isMultisig },
  // RFC 0026: blake160 of a public key, then perhaps one byte of CKB minimum, then perhaps one of UDT minimum
  [ccc.KnownScript.AnyoneCanPay]: { name: "anyone-can-pay", possible: ({ length }) => length >= 20 && length <= 22 },
  [ccc.KnownScript.OmniLock]: { name: "Omnilock", possible: isOmnilock },
  [ccc.KnownScript.JoyId]: { name: "JoyID", possible: isJoyId },
  // The 20 bytes of an Ethereum address
  [ccc.KnownScript.PWLock]: { name: "PW lock", possible: ({ length }) => length === 20 },
  // nostr-lock-script.md: proof-of-work difficulty, blake160 of a public key. With a difficulty anybody may mine the cell.
  [ccc.KnownScript.NostrLock]: { name: "Nostr", possible: (args) => args.length === 21 && args[0] === 0 },
}

/** Auth flags of RFC 0042 with 20 bytes each; a script that does not know the flag can never be unlocked. */
const OMNILOCK_AUTH_FLAGS = new Set([0x00, 0x01, 0x02, 0x03, 0x04, 0x05, 0x06, 0x12, 0xfc, 0xfd, 0xfe])
const ADMINISTRATOR = 0b0001
const ANYONE_CAN_PAY = 0b0010
const TIME_LOCK = 0b0100
const SUPPLY = 0b1000

/**
 * Whether money may be sent to a lock: a cell under a lock that nobody can unlock is lost. Its code hash and hash type
 * must be a user's lock on the client's network, its args of a form that this lock accepts.
 */
export async function checkPayable(lock: ccc.Script, client: ccc.Client): Promise<Payable> {
  const known = await userLockOf(lock, client)
  if (known === undefined) {
    return {
      ok: false,
      reason: "The lock of this address is unknown on this network, so nobody may be able to spend what is sent to it.",
    }
  }
  const { name, possible } = RULES[known]
  if (!possible(ccc.bytesFrom(lock.args))) {
    return {
      ok: false,
      reason: `This address is broken: its ${name} lock has impossible args, so nobody could spend what is sent to it.`,
    }
  }
  return { ok: true, name }
}

function isMultisig(args: Uint8Array): boolean {
  return args.length === 20 || (args.length === 28 && isSince(args.subarray(20)))
}

/** 2 bytes of algorithm (P-256, secp256k1, RSA), 20 of the main key's hash. */
function isJoyId(args: Uint8Array): boolean {
  return args.length === 22 && args[0] === 0 && (args[1] === 1 || args[1] === 2 || args[1] === 3)
}

/** RFC 0042: auth flag, 20 bytes, mode flags, then exactly the fields of those modes in the order of their bits. */
function isOmnilock(args: Uint8Array): boolean {
  const [auth, modes] = [args[0], args[21]]
  if (auth === undefined || modes === undefined) return false
  if (!OMNILOCK_AUTH_FLAGS.has(auth) || modes > (ADMINISTRATOR | ANYONE_CAN_PAY | TIME_LOCK | SUPPLY)) return false
  let length = 22
  if (modes & ADMINISTRATOR) length += 32
  if (modes & ANYONE_CAN_PAY) length += 2
  const since = length
  if (modes & TIME_LOCK) length += 8
  if (modes & SUPPLY) length += 32
  if (args.length !== length) return false
  return !(modes & TIME_LOCK) || isSince(args.subarray(since, since + 8))
}

/**
 * Whether some input's since can ever satisfy this one, 8 bytes little-endian: the reserved bits are clear, and the metric
 * is a block number, an epoch or a time. Source: RFC 0017.
 */
function isSince(bytes: Uint8Array): boolean {
  const top = bytes[7] ?? 0xff
  const reserved = top & 0b0001_1111
  const metric = (top & 0b0110_0000) >> 5
  return reserved === 0 && metric !== 0b11
}
