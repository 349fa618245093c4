"use client"

import { ccc } from "@ckb-ccc/connector-react"
import { capacityOf, expect, spentOutput } from "@/components/checkout/review-transaction"
import type { PreparedWithdrawal } from "@/lib/client/types"
import { type Shannons, shannons } from "@/lib/money"

/** What a prepared withdrawal does, read from its own bytes. */
export interface ReviewedWithdrawal {
  tx: ccc.Transaction
  /** comes to the receiver's cells, the network fee taken off */
  gets: Shannons
  networkFee: Shannons
}

/**
 * Decodes a prepared withdrawal and checks it against what the page shows: the receiver's cells gain the amount less the
 * network fee, and nobody but the receiver and the platform takes part.
 *
 * @throws ReviewMismatch naming the first thing that differs
 */
export async function reviewWithdrawal(
  client: ccc.Client,
  prepared: PreparedWithdrawal,
  parties: { receiver: ccc.Script; platform: ccc.Script },
): Promise<ReviewedWithdrawal> {
  const tx = ccc.Transaction.fromBytes(prepared.raw_tx)
  expect(tx.hash() === prepared.tx_hash, "the transaction hash differs")
  const inputs = await Promise.all(tx.inputs.map((input) => spentOutput(client, input.previousOutput)))
  expect(
    [...inputs, ...tx.outputs].every(
      ({ lock, type }) => !type && (lock.eq(parties.receiver) || lock.eq(parties.platform)),
    ),
    "a cell of somebody else takes part",
  )
  const gets = capacityOf(tx.outputs, parties.receiver) - capacityOf(inputs, parties.receiver)
  const leaves = capacityOf(inputs, parties.platform) - capacityOf(tx.outputs, parties.platform)
  expect(leaves === BigInt(prepared.amount), "the amount differs")
  expect(leaves - gets === BigInt(prepared.network_fee), "the network fee differs")
  expect(gets > 0n, "nothing would arrive")
  return { tx, gets: shannons(gets), networkFee: shannons(leaves - gets) }
}
