import { TxMismatch } from "@/lib/errors"
import { fromHex, type Hex, toHex } from "@/lib/hex"

const NUMBER_BYTES = 4

/**
 * Takes the first witness out of the transaction that a client sent, which must be the stored one in every other byte.
 *
 * Nothing of the client's is parsed: a transaction may be half a megabyte, and reading one into objects takes a second.
 * What is longer than the stored one is not even decoded, because its placeholder is the longest witness that its
 * signer may have. The rest is compared as bytes, with the stored transaction into which the sent witness was put.
 * Molecule permits one encoding, so that one comparison finds every difference (RFC 0008).
 *
 * @param unsignedTx the stored transaction, Molecule-serialized by ourselves, with a witness for its first input
 * @param rawTx 0x-hex, in upper or lower case
 * @throws TxMismatch, which tells a stranger nothing about the stored transaction
 */
export function sentWitness(unsignedTx: Uint8Array, rawTx: Hex): Hex {
  if (rawTx.length > 2 + 2 * unsignedTx.length)
    throw new TxMismatch(
      "raw_tx is longer than the transaction that was prepared. Nothing was sent. Sign exactly what prepare returned.",
    )
  const sent = Buffer.from(fromHex(rawTx))
  if (2 + 2 * sent.length !== rawTx.length) throw notMolecule()
  const stored = Buffer.from(unsignedTx)
  const witnesses = stored.readUInt32LE(2 * NUMBER_BYTES)
  const first = witnesses + stored.readUInt32LE(witnesses + NUMBER_BYTES)
  const start = first + NUMBER_BYTES
  if (sent.length < start) throw notMolecule()
  const witness = sent.subarray(start, start + sent.readUInt32LE(first))
  const expected = withFirstWitness(stored, { witnesses, first, witness })
  if (sent.equals(expected)) return toHex(witness)
  // Without the first number, the size of the whole.
  const changed = !sent.subarray(NUMBER_BYTES, witnesses).equals(stored.subarray(NUMBER_BYTES, witnesses))
  throw changed ? changedTransaction() : changedWitness()
}

interface FirstWitness {
  /** where the vector of witnesses begins */
  witnesses: number
  /** where its first element begins, with its own length */
  first: number
  witness: Buffer
}

/**
 * The stored transaction with another first witness: the sizes that contain it, and where the witnesses behind it
 * begin, move.
 */
function withFirstWitness(stored: Buffer, { witnesses, first, witness }: FirstWitness): Buffer {
  const end = first + NUMBER_BYTES + stored.readUInt32LE(first)
  const moved = first + NUMBER_BYTES + witness.length - end
  const head = Buffer.from(stored.subarray(0, first + NUMBER_BYTES))
  const move = (position: number) => head.writeInt32LE(head.readInt32LE(position) + moved, position)
  move(0)
  move(witnesses)
  for (let position = witnesses + 2 * NUMBER_BYTES; position < first; position += NUMBER_BYTES) move(position)
  head.writeUInt32LE(witness.length, first)
  return Buffer.concat([head, witness, stored.subarray(end)])
}

function notMolecule(): TxMismatch {
  return new TxMismatch(
    "raw_tx is not a Molecule-serialized transaction. Nothing was sent. Send back what prepare returned, signed.",
  )
}

function changedTransaction(): TxMismatch {
  return new TxMismatch(
    "The transaction was changed after it was prepared. Nothing was sent. Sign exactly what prepare returned.",
  )
}

function changedWitness(): TxMismatch {
  return new TxMismatch("A witness other than yours was changed. Nothing was sent. Sign exactly what prepare returned.")
}
