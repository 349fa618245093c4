import { ccc } from "@ckb-ccc/core"
import { toHex } from "@/lib/hex"
import { groupOf, type Signable, signingMessage } from "../signable"
import type { VerifyResult } from "./types"

/** What differs from lock to lock in the check of a witness. */
export interface WitnessRules {
  /** Bytes of the lock field in the placeholder, and the most a signed lock field may have */
  placeholderSize: number
  /** Bytes of the zeroed lock field in the signed message; not always the placeholder's (JoyID) */
  messageSize: number
  /** A reason to refuse that explains more than "malformed", judged before anything else in the witness */
  explain?: (signature: Uint8Array) => string | undefined
  /** Why the lock field is no valid signature of `message` by the owner of the lock; undefined when it is valid */
  refuse: (signature: Uint8Array, message: ccc.Hex) => string | undefined
}

/** Larger than any witness of a supported lock; keeps a hostile witness from costing work. */
const MAX_WITNESS_BYTES = 32_768

const NOT_PREPARED = "The stored transaction is not prepared for this sender's signature."
const MALFORMED = "The sender's witness is malformed: it must be WitnessArgs in canonical Molecule form."

/** By size: each payment has two of a handful of sizes. */
const zeroWitnesses = new Map<number, ccc.Hex>()

/** WitnessArgs with a lock field of `size` zero bytes, the form that every sighash-style lock signs (RFC 0024). */
export function zeroWitness(size: number): ccc.Hex {
  const known = zeroWitnesses.get(size)
  if (known) return known
  const witness = ccc.hexFrom(ccc.WitnessArgs.from({ lock: new Uint8Array(size) }).toBytes())
  zeroWitnesses.set(size, witness)
  return witness
}

/**
 * Checks a sender's witness against the stored transaction it should sign: position, shape, unchanged type fields and
 * size, then the signature itself by `rules`. Never throws.
 *
 * The transaction must still hold its placeholder at `position`. So a caller who has put the witness in before is
 * refused, instead of comparing the witness with itself.
 */
export function verifyWitness(
  lock: ccc.Script,
  rules: WitnessRules,
  tx: Signable,
  position: number,
  witness: ccc.Hex,
): VerifyResult {
  const placeholder = tx.witnesses[position]
  const group = groupOf(lock, tx)
  if (group?.[0] !== position || placeholder === undefined || tx.witnesses.length < tx.inputs.length) {
    return refused(NOT_PREPARED)
  }
  const expected = parseWitnessArgs(placeholder)
  if (expected?.lock === undefined || expected.lock !== ccc.hexFrom(new Uint8Array(rules.placeholderSize))) {
    return refused(NOT_PREPARED)
  }

  const signed = parseWitnessArgs(witness)
  if (!signed) return refused(MALFORMED)
  if (signed.lock === undefined) return refused("The sender's witness holds no signature.")
  const signature = ccc.bytesFrom(signed.lock)
  const explained = rules.explain?.(signature)
  if (explained) return refused(explained)
  if (signed.inputType !== expected.inputType || signed.outputType !== expected.outputType) {
    return refused("The wallet changed a field of the witness that is not the signature.")
  }
  // A longer witness than the priced one would lower the fee rate below what was agreed.
  if (signature.length > rules.placeholderSize) return refused("The signature is longer than its placeholder.")

  const zeroed = ccc.WitnessArgs.from({ ...expected, lock: new Uint8Array(rules.messageSize) })
  const reason = rules.refuse(signature, toHex(signingMessage(tx, group, zeroed.toBytes())))
  return reason === undefined ? { ok: true } : refused(reason)
}

/** Decodes WitnessArgs, and refuses any byte sequence that encoding would not have made. */
function parseWitnessArgs(hex: string): ccc.WitnessArgs | undefined {
  if (hex.length > 2 + 2 * MAX_WITNESS_BYTES || !/^0x(?:[0-9a-f]{2})+$/.test(hex)) return undefined
  try {
    const args = ccc.WitnessArgs.fromBytes(hex)
    return ccc.hexFrom(args.toBytes()) === hex ? args : undefined
  } catch {
    return undefined
  }
}

function refused(reason: string): VerifyResult {
  return { ok: false, reason }
}
