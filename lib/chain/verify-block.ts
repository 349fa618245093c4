import { ChainError } from "@/lib/errors"
import { type Hex, toHex } from "@/lib/hex"
import { ckbHash, merkleRoot } from "./hash"
import {
  type RpcHeader,
  type RpcTransaction,
  serializeNonce,
  serializeRaw,
  serializeRawHeader,
  serializeTransaction,
} from "./molecule"
import { hasWork, type Work, wrongStep } from "./work"

/** A node whose answer contradicts itself, or the rules of the chain: broken, broken into, or lying. */
export class FalseAnswer extends ChainError {
  override readonly title = "The CKB node's answer is not what it claims"

  constructor(what: string, cause?: unknown) {
    super(`${what}. Nothing of it was taken in and no money moved. Look at the node before you go on.`, {
      cause,
      retryAfter: 60,
    })
  }
}

export interface RpcBlock {
  header: RpcHeader
  transactions: (RpcTransaction & { hash: Hex })[]
}

/**
 * Recomputes what money depends on in a block: the hash of each transaction from its contents, the root over them and
 * their witnesses (RFC 0027), and the header's hash from its fields. What the block says besides, of uncles and
 * proposals, nobody reads.
 *
 * @throws FalseAnswer when anything is not what it claims
 */
export function verifyBlock({ header, transactions }: RpcBlock): void {
  verifyHeader(header)
  const where = `The node's block ${Number(header.number)} is false`
  const hashes: Uint8Array[] = []
  const witnessHashes: Uint8Array[] = []
  for (const tx of transactions) {
    const { hash, witnessHash } = hashesOf(where, tx)
    hashes.push(hash)
    witnessHashes.push(witnessHash)
  }
  if (toHex(ckbHash(merkleRoot(hashes), merkleRoot(witnessHashes))) !== header.transactions_root)
    throw new FalseAnswer(`${where}: it does not hold the transactions that its header was made for`)
}

/** @throws FalseAnswer when the header does not have the hash that it claims */
export function verifyHeader(header: RpcHeader): void {
  if (hashOf(header) !== header.hash)
    throw new FalseAnswer(`The node's block ${Number(header.number)} is false: its header has another hash`)
}

function hashOf(header: RpcHeader): Hex {
  try {
    return toHex(ckbHash(serializeRawHeader(header), serializeNonce(header)))
  } catch (cause) {
    throw new FalseAnswer("The node's header is not written as one", cause)
  }
}

/** @throws FalseAnswer when it is not the transaction of this hash */
export function verifyTransaction(tx: RpcTransaction, hash: Hex): void {
  hashesOf("The node's answer is false", { ...tx, hash })
}

function hashesOf(where: string, tx: RpcTransaction & { hash: Hex }): { hash: Uint8Array; witnessHash: Uint8Array } {
  try {
    const raw = serializeRaw(tx)
    const hash = ckbHash(raw)
    if (toHex(hash) === tx.hash) return { hash, witnessHash: ckbHash(serializeTransaction(raw, tx.witnesses)) }
  } catch (cause) {
    throw new FalseAnswer(`${where}: a transaction is not written as one`, cause)
  }
  throw new FalseAnswer(`${where}: it shows another transaction under the hash ${tx.hash}`)
}

/**
 * Makes sure that somebody has done the work that the chain wants of this block after that one. Both headers must be
 * verified.
 *
 * @throws FalseAnswer when not
 */
export function verifyWork(work: Work, before: RpcHeader, after: RpcHeader): void {
  const wrong =
    after.parent_hash !== before.hash || BigInt(after.number) !== BigInt(before.number) + 1n
      ? "it does not follow the block before it"
      : (wrongStep(before, after) ?? (hasWork(work, after) ? undefined : "nobody has done the work for it"))
  if (wrong) throw new FalseAnswer(`The node's block ${Number(after.number)} is false: ${wrong}`)
}
