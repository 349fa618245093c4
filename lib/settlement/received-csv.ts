import type { Context } from "@/lib/context"
import { csvOfPages } from "@/lib/csv"
import type { Hex } from "@/lib/hex"
import { formatCkb } from "@/lib/money"
import { listPayouts, type ReceivedPayout } from "./received"

const ROWS_A_PIECE = 100

const COLUMNS = [
  "time",
  "kind",
  "status",
  // what is owed less; what of it went to the network; what arrived in the cell
  "amount_ckb",
  "network_fee_ckb",
  "received_ckb",
  "received_shannons",
  "payments",
  "settlement_id",
  "tx_hash",
]

/** What a party was paid on chain as CSV, newest first. */
export function payoutsCsv(ctx: Context, lockHash: Hex): AsyncGenerator<string> {
  return csvOfPages(COLUMNS, (cursor) => listPayouts(ctx, lockHash, { cursor, limit: ROWS_A_PIECE }), rowOf)
}

function rowOf(payout: ReceivedPayout): string[] {
  const received = payout.amount - payout.networkFee
  return [
    payout.createdAt.toISOString(),
    payout.kind,
    payout.status,
    formatCkb(payout.amount),
    formatCkb(payout.networkFee),
    formatCkb(received),
    received.toString(),
    payout.paymentCount.toString(),
    payout.id.toString(),
    payout.txHash,
  ]
}
