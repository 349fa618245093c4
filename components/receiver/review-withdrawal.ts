"use client"

import type { PreparedWithdrawal } from "@/lib/client/types"
import { type Shannons, shannons } from "@/lib/money"
import type { Script } from "@/lib/review/address"
import { type ChainReader, type DecodedTransaction, decodePrepared, mustMatch } from "@/lib/review/transaction"

/** What a prepared withdrawal does, read from its own bytes. */
export interface ReviewedWithdrawal {
  decoded: DecodedTransaction
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
  chain: ChainReader,
  prepared: PreparedWithdrawal,
  parties: { receiver: Script; platform: Script },
): Promise<ReviewedWithdrawal> {
  const decoded = await decodePrepared(chain, prepared, [parties.receiver, parties.platform])
  const { gainOf } = decoded
  const gets = gainOf(parties.receiver)
  const leaves = -gainOf(parties.platform)
  mustMatch(leaves === BigInt(prepared.amount), "the amount differs")
  mustMatch(leaves - gets === BigInt(prepared.network_fee), "the network fee differs")
  mustMatch(gets > 0n, "nothing would arrive")
  return { decoded, gets: shannons(gets), networkFee: shannons(leaves - gets) }
}
