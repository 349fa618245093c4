import {
  type CellOutput,
  decodeTransaction,
  isSameScript,
  MalformedTransaction,
  type OutPoint,
  type Script,
  type Transaction,
} from "@/lib/chain/decode"

/** The server prepared something else than was asked for: it must not be signed. */
export class ReviewMismatch extends Error {
  override readonly name = "ReviewMismatch"
}

/** Who is asked for earlier transactions: CCC's client is one. What it answers is checked by its hash. */
export interface ChainReader {
  getTransaction(hash: string): Promise<{ transaction: { hash(): string; outputs: CellOutput[] } } | undefined>
}

/** A prepared transaction, read from its own bytes. */
export interface DecodedTransaction {
  tx: Transaction
  /** the outputs that its inputs spend, in their order */
  spent: CellOutput[]
  /** shannons that a lock's cells hold more afterwards; below zero when they hold less */
  gainOf(lock: Script): bigint
  /** the first of a lock's inputs, whose witness has its signature; -1 when it has none */
  firstInputOf(lock: Script): number
}

/**
 * Decodes a transaction of two parties, in which only plain cells of theirs take part. Inputs are looked up by hash,
 * and the hash of what comes back is checked, so neither the platform nor the node has to be believed.
 *
 * @throws ReviewMismatch naming the first thing that differs
 */
export async function decodePrepared(
  chain: ChainReader,
  prepared: { raw_tx: string; tx_hash: string },
  parties: [Script, Script],
): Promise<DecodedTransaction> {
  const { tx, hash } = decoded(prepared.raw_tx)
  mustMatch(hash === prepared.tx_hash, "the transaction hash differs")
  const spent = await Promise.all(tx.inputs.map((input) => spentOutput(chain, input.previousOutput)))
  mustMatch(
    [...spent, ...tx.outputs].every(({ lock, type }) => !type && parties.some((party) => isSameScript(lock, party))),
    "a cell of somebody else takes part",
  )
  mustMatch(tx.outputsData.length === tx.outputs.length, "an output carries data")
  mustMatch(
    tx.outputsData.every((data) => data === "0x"),
    "an output carries data",
  )
  mustMatch(
    tx.inputs.every(({ since }) => since === 0n),
    "it could only be sent later",
  )
  return {
    tx,
    spent,
    gainOf: (lock) => capacityOf(tx.outputs, lock) - capacityOf(spent, lock),
    firstInputOf: (lock) => spent.findIndex((cell) => isSameScript(cell.lock, lock)),
  }
}

function decoded(rawTx: string): ReturnType<typeof decodeTransaction> {
  try {
    return decodeTransaction(rawTx)
  } catch (error) {
    if (error instanceof MalformedTransaction) throw new ReviewMismatch(`no transaction: ${error.message}`)
    throw error
  }
}

/** @throws ReviewMismatch */
export function mustMatch(condition: boolean, difference: string): asserts condition {
  if (!condition) throw new ReviewMismatch(difference)
}

/** Sum of what is under a lock, in shannons. */
export function capacityOf(outputs: CellOutput[], lock: Script): bigint {
  return outputs.reduce((total, output) => (isSameScript(output.lock, lock) ? total + output.capacity : total), 0n)
}

/** The output that an input spends: the transaction that made it is asked for, and its hash checked. */
async function spentOutput(chain: ChainReader, outPoint: OutPoint): Promise<CellOutput> {
  const found = await chain.getTransaction(outPoint.txHash)
  mustMatch(found?.transaction.hash() === outPoint.txHash, "an input is not on the chain")
  const output = found.transaction.outputs[Number(outPoint.index)]
  mustMatch(output !== undefined, "an input is not on the chain")
  return output
}
