import { oneOf } from "@/lib/closed-list"
import type { Context } from "@/lib/context"
import type { EventType } from "@/lib/event/types"
import { type Hex, toHex } from "@/lib/hex"
import { type LedgerLine, ledgerOfPayment } from "@/lib/ledger/of-payment"
import { type Shannons, shannons } from "@/lib/money"
import { getPayment, type PaymentDetails } from "@/lib/payment/query"
import type { SettlementKind, SettlementStatus } from "@/lib/settlement/types"
import { TRANSACTION_STATUSES, type TransactionStatus } from "@/lib/transaction/types"

/** All that is known of one payment, for the operator who is asked about it. */
export interface PaymentRecord {
  payment: PaymentDetails
  unsignedTx: Uint8Array
  /** What has happened to it, oldest first */
  events: { type: EventType; status: string; createdAt: Date }[]
  /** What was sent; none before it is signed */
  transaction: SentTransaction | null
  /** On-chain payouts that hold a share of it, oldest first */
  payouts: PaymentPayout[]
  ledger: LedgerLine[]
}

export interface SentTransaction {
  status: TransactionStatus
  bytes: number
  blockNumber: bigint | null
  blockHash: Hex | null
  committedAt: Date | null
  sends: number
  /** What the node last answered to a send */
  lastAnswer: string | null
  invalidSince: Date | null
}

export interface PaymentPayout {
  id: bigint
  kind: SettlementKind
  status: SettlementStatus
  txHash: Hex
  /** Of this payment's shares, what it pays */
  amount: Shannons
  createdAt: Date
}

/** A payment that a chain of reorganisations has thrown to and fro is shown by its last events. */
const EVENTS_AT_MOST = 100
/** More than one payment has shares. */
const PAYOUTS_AT_MOST = 100

/**
 * One payment with everything that hangs on it, each found by the payment's id.
 *
 * @throws NotFound
 */
export async function readPaymentRecord(ctx: Context, id: bigint): Promise<PaymentRecord> {
  const payment = await getPayment(ctx, id)
  const [stored, events, transaction, payouts, ledger] = await Promise.all([
    ctx.db.payment.findUniqueOrThrow({ where: { id }, select: { unsignedTx: true } }),
    eventsOf(ctx, id),
    transactionOf(ctx, id),
    payoutsOf(ctx, id),
    ledgerOfPayment(ctx, id),
  ])
  return { payment, unsignedTx: stored.unsignedTx, events, transaction, payouts, ledger }
}

async function eventsOf({ db }: Context, id: bigint): Promise<PaymentRecord["events"]> {
  const rows = await db.$queryRaw<{ type: EventType; status: string; created_at: Date }[]>`
    SELECT type, status, created_at FROM event
    WHERE object = 'payment' AND object_id = ${id} ORDER BY sequence DESC LIMIT ${EVENTS_AT_MOST}`
  return rows.toReversed().map(({ created_at: createdAt, ...event }) => ({ ...event, createdAt }))
}

async function transactionOf({ db }: Context, id: bigint): Promise<SentTransaction | null> {
  const row = await db.chainTransaction.findFirst({ where: { paymentId: id }, orderBy: { id: "desc" } })
  if (!row) return null
  const { bytes, blockNumber, blockHash, committedAt, sends, lastAnswer, invalidSince } = row
  return {
    ...{ blockNumber, committedAt, sends, lastAnswer, invalidSince },
    status: oneOf(TRANSACTION_STATUSES, row.status),
    bytes: bytes.length,
    blockHash: blockHash && toHex(blockHash),
  }
}

interface PayoutRow {
  id: bigint
  kind: SettlementKind
  status: SettlementStatus
  tx_hash: Uint8Array
  amount: bigint
  created_at: Date
}

async function payoutsOf({ db }: Context, id: bigint): Promise<PaymentPayout[]> {
  const rows = await db.$queryRaw<PayoutRow[]>`
    SELECT s.id, s.kind, s.status, s.tx_hash, s.created_at, a.amount FROM settlement s
    JOIN (SELECT settlement_id, sum(amount)::bigint AS amount FROM account
          WHERE payment_id = ${id} AND settlement_id IS NOT NULL GROUP BY settlement_id) a ON a.settlement_id = s.id
    ORDER BY s.id LIMIT ${PAYOUTS_AT_MOST}`
  return rows.map((row) => ({
    ...{ id: row.id, kind: row.kind, status: row.status, amount: shannons(row.amount) },
    txHash: toHex(row.tx_hash),
    createdAt: row.created_at,
  }))
}
