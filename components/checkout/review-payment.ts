"use client"

import type { ccc } from "@ckb-ccc/connector-react"
import { capacityOf, decodePrepared, mustMatch } from "@/components/wallet/review"
import type { Prepared } from "@/lib/client/types"
import { isSalt, paymentCommitment } from "@/lib/commitment"
import { type DivisionTerms, divideAmount, type SplitPart } from "@/lib/divide-amount"
import { type Shannons, shannons } from "@/lib/money"

/** What this page shows to the payer, divided by these terms. The transaction must do exactly this. */
export interface Expected extends DivisionTerms<{ lock: ccc.Script } & SplitPart> {
  sender: ccc.Script
  platform: ccc.Script
  receiver: ccc.Script
}

/** What a prepared payment does, read from its own bytes. */
export interface ReviewedPayment {
  tx: ccc.Transaction
  /** leaves the sender's cells, the network fee included */
  pays: Shannons
  /** comes back to the sender in a new cell */
  getsBack: Shannons
  networkFee: Shannons
  hash: string
}

/**
 * Decodes a prepared payment and checks it against what the page shows.
 *
 * @throws ReviewMismatch naming the first thing that differs
 */
export async function reviewPayment(
  client: ccc.Client,
  prepared: Prepared,
  expected: Expected,
): Promise<ReviewedPayment> {
  const { tx, gainOf } = await decodePrepared(client, prepared, [expected.sender, expected.platform])
  const pays = -gainOf(expected.sender)
  const networkFee = pays - gainOf(expected.platform)
  mustMatch(gainOf(expected.platform) === expected.amount, "the amount differs")
  mustMatch(isSalt(prepared.salt), "the commitment has no salt")
  mustMatch(tx.witnesses[tx.inputs.length] === commitment(prepared, expected), "the payee or a share differs")
  mustMatch(networkFee > 0n && networkFee === BigInt(prepared.network_fee), "the network fee differs")

  return {
    tx,
    pays: shannons(pays),
    getsBack: shannons(capacityOf(tx.outputs, expected.sender)),
    networkFee: shannons(networkFee),
    hash: prepared.tx_hash,
  }
}

/** What the sender's signature also covers: who is to get how much of the payment. */
function commitment(prepared: Prepared, { sender, platform, receiver, ...terms }: Expected): ccc.Hex {
  const parts = divideAmount(terms)
  return paymentCommitment({
    id: BigInt(prepared.payment_id),
    salt: prepared.salt as ccc.Hex,
    senderLockHash: sender.hash(),
    shares: [
      { kind: "fee", lockHash: platform.hash(), amount: parts.fee },
      { kind: "receiver", lockHash: receiver.hash(), amount: parts.receiver },
      ...parts.splits.map(({ split, amount }) => ({ kind: "split" as const, lockHash: split.lock.hash(), amount })),
    ],
  })
}
