import { type Shannons, wholeCkb } from "@/lib/money"

/** A lock script of CCC, of which the server and the pages each have a build of their own: this file loads neither. */
interface Lock {
  /** bytes: 33 for code hash and hash type, and the args */
  occupiedSize: number
}

/**
 * The least capacity of a cell with this lock and neither type nor data: a CKB for each byte of the lock and for the 8
 * of the capacity itself (RFC 0022).
 */
export function plainCapacity(lock: Lock): Shannons {
  return wholeCkb(BigInt(8 + lock.occupiedSize))
}
