"use client"

import type { ccc } from "@ckb-ccc/connector-react"
import { decodePrepared, mustMatch } from "@/components/wallet/review"
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
 * Decodes a prepared withdrawal and checks it against what the page shows: the receiver's cells gain the amount less
 * the network fee, and nobody but the receiver and the platform takes part.
 *
 * @throws ReviewMismatch naming the first thing that differs
 */
export async function reviewWithdrawal(
  client: ccc.Client,
  prepared: PreparedWithdrawal,
  parties: { receiver: ccc.Script; platform: ccc.Script },
): Promise<ReviewedWithdrawal> {
  const { tx, gainOf } = await decodePrepared(client, prepared, [parties.receiver, parties.platform])
  const gets = gainOf(parties.receiver)
  const leaves = -gainOf(parties.platform)
  mustMatch(leaves === BigInt(prepared.amount), "the amount differs")
  mustMatch(leaves - gets === BigInt(prepared.network_fee), "the network fee differs")
  mustMatch(gets > 0n, "nothing would arrive")
  return { tx, gets: shannons(gets), networkFee: shannons(leaves - gets) }
}
