"use client"

import { ccc } from "@ckb-ccc/connector-react"

/** The server prepared something else than the page shows: it must not be signed. */
export class ReviewMismatch extends Error {
  override readonly name = "ReviewMismatch"
}

/** A prepared transaction, read from its own bytes. */
export interface DecodedTransaction {
  tx: ccc.Transaction
  /** shannons that a lock's cells hold more afterwards; below zero when they hold less */
  gainOf(lock: ccc.Script): bigint
}

/**
 * Decodes a transaction of two parties, in which only plain cells of theirs take part. Inputs are looked up by hash,
 * and the hash of what comes back is checked, so neither the platform nor the node has to be believed.
 *
 * @throws ReviewMismatch naming the first thing that differs
 */
export async function decodePrepared(
  client: ccc.Client,
  prepared: { raw_tx: string; tx_hash: string },
  parties: [ccc.Script, ccc.Script],
): Promise<DecodedTransaction> {
  const tx = ccc.Transaction.fromBytes(prepared.raw_tx)
  mustMatch(tx.hash() === prepared.tx_hash, "the transaction hash differs")
  const inputs = await Promise.all(tx.inputs.map((input) => spentOutput(client, input.previousOutput)))
  mustMatch(
    [...inputs, ...tx.outputs].every(({ lock, type }) => !type && parties.some((party) => lock.eq(party))),
    "a cell of somebody else takes part",
  )
  mustMatch(
    tx.outputsData.every((data) => data === "0x"),
    "an output carries data",
  )
  return { tx, gainOf: (lock) => capacityOf(tx.outputs, lock) - capacityOf(inputs, lock) }
}

/** @throws ReviewMismatch */
export function mustMatch(condition: boolean, difference: string): asserts condition {
  if (!condition) throw new ReviewMismatch(difference)
}

/** Sum of what is under a lock, in shannons. */
export function capacityOf(outputs: ccc.CellOutput[], lock: ccc.Script): bigint {
  return outputs.reduce((total, output) => (output.lock.eq(lock) ? total + output.capacity : total), 0n)
}

/** The output that an input spends: the transaction that made it is asked for, and its hash checked. */
async function spentOutput(client: ccc.Client, outPoint: ccc.OutPoint): Promise<ccc.CellOutput> {
  const found = await client.getTransaction(outPoint.txHash)
  mustMatch(found?.transaction.hash() === outPoint.txHash, "an input is not on the chain")
  const output = found.transaction.outputs[Number(outPoint.index)]
  mustMatch(output !== undefined, "an input is not on the chain")
  return output
}
