"use client"

import { ccc } from "@ckb-ccc/connector-react"
import type { Prepared } from "@/lib/client/types"
import { isSalt, paymentCommitment } from "@/lib/commitment"
import { type Shannons, shannons, sum } from "@/lib/money"

/** What this page shows to the payer. The transaction must do exactly this. */
export interface Expected {
  sender: ccc.Script
  platform: ccc.Script
  receiver: ccc.Script
  amount: Shannons
  /** the platform's part of the amount */
  fee: Shannons
  /** who else gets a part of it, in the order of the request */
  splits: { lock: ccc.Script; amount: Shannons }[]
}

/** What a prepared transaction does, read from its own bytes. */
export interface ReviewedTransaction {
  tx: ccc.Transaction
  /** leaves the sender's cells, the network fee included */
  pays: Shannons
  /** comes back to the sender in a new cell */
  getsBack: Shannons
  networkFee: Shannons
  hash: string
}

/** The server prepared something else than the page shows: it must not be signed. */
export class ReviewMismatch extends Error {
  override readonly name = "ReviewMismatch"
}

/**
 * Decodes a prepared transaction and checks it against what the page shows. Inputs are looked up by hash, and the hash
 * of what comes back is checked, so neither the platform nor the node has to be believed.
 *
 * @throws ReviewMismatch naming the first thing that differs
 */
export async function reviewTransaction(
  client: ccc.Client,
  prepared: Prepared,
  expected: Expected,
): Promise<ReviewedTransaction> {
  const tx = ccc.Transaction.fromBytes(prepared.raw_tx)
  expect(tx.hash() === prepared.tx_hash, "the transaction hash differs")

  const inputs = await Promise.all(tx.inputs.map((input) => spentOutput(client, input.previousOutput)))
  const all = [...inputs, ...tx.outputs]
  expect(
    all.every(({ lock, type }) => !type && (lock.eq(expected.sender) || lock.eq(expected.platform))),
    "a cell of somebody else takes part",
  )
  expect(
    tx.outputsData.every((data) => data === "0x"),
    "an output carries data",
  )

  const senderIn = capacityOf(inputs, expected.sender)
  const getsBack = capacityOf(tx.outputs, expected.sender)
  const platformGain = capacityOf(tx.outputs, expected.platform) - capacityOf(inputs, expected.platform)
  const pays = senderIn - getsBack
  const networkFee = pays - platformGain
  expect(platformGain === expected.amount, "the amount differs")
  expect(isSalt(prepared.salt), "the commitment has no salt")
  expect(tx.witnesses[tx.inputs.length] === commitment(prepared, expected), "the payee or a share differs")
  expect(networkFee > 0n && networkFee === BigInt(prepared.network_fee), "the network fee differs")

  return {
    tx,
    pays: shannons(pays),
    getsBack: shannons(getsBack),
    networkFee: shannons(networkFee),
    hash: prepared.tx_hash,
  }
}

/** What the sender's signature also covers: who is to get how much of the payment. */
function commitment(prepared: Prepared, { sender, platform, receiver, amount, fee, splits }: Expected): ccc.Hex {
  const others = splits.map((split) => ({ kind: "split" as const, lockHash: split.lock.hash(), amount: split.amount }))
  return paymentCommitment({
    id: BigInt(prepared.payment_id),
    salt: prepared.salt as ccc.Hex,
    senderLockHash: sender.hash(),
    shares: [
      { kind: "fee", lockHash: platform.hash(), amount: fee },
      { kind: "receiver", lockHash: receiver.hash(), amount: amount - fee - sum(others.map((share) => share.amount)) },
      ...others,
    ],
  })
}

export function expect(condition: boolean, difference: string): asserts condition {
  if (!condition) throw new ReviewMismatch(difference)
}

/** The output that an input spends: the transaction that made it is asked for, and its hash checked. */
export async function spentOutput(client: ccc.Client, outPoint: ccc.OutPoint): Promise<ccc.CellOutput> {
  const found = await client.getTransaction(outPoint.txHash)
  expect(found?.transaction.hash() === outPoint.txHash, "an input is not on the chain")
  const output = found.transaction.outputs[Number(outPoint.index)]
  expect(output !== undefined, "an input is not on the chain")
  return output
}

/** Sum of what is under a lock, in shannons. */
export function capacityOf(outputs: ccc.CellOutput[], lock: ccc.Script): bigint {
  return outputs.reduce((total, output) => (output.lock.eq(lock) ? total + output.capacity : total), 0n)
}
