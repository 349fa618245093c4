import type { Context } from "@/lib/context"
import { NotFound } from "@/lib/errors"
import { Prisma } from "@/lib/generated/prisma/client"
import { type Hex, toHex } from "@/lib/hex"
import { type Shannons, shannons } from "@/lib/money"
import type { RefundStatus } from "./types"

/** What a payment's sender got back, or is owed back. */
export interface Refund {
  id: bigint
  paymentId: bigint
  amount: Shannons
  reason: string | null
  status: RefundStatus
  /** of the payout that has paid it, or the last part of it */
  txHash: Hex | null
  createdAt: Date
}

interface RefundRow {
  id: bigint
  payment_id: bigint
  amount: bigint
  reason: string | null
  status: RefundStatus
  tx_hash: Uint8Array | null
  created_at: Date
}

/** @throws NotFound */
export async function getRefund(ctx: Context, id: bigint): Promise<Refund> {
  const [refund] = await selectRefunds(ctx, Prisma.sql`r.id = ${id}`)
  if (!refund) throw new NotFound("There is no refund with this id.")
  return refund
}

/**
 * The refunds of a payment, oldest first.
 *
 * @throws NotFound
 */
export async function refundsOfPayment(ctx: Context, paymentId: bigint): Promise<Refund[]> {
  const refunds = await selectRefunds(ctx, Prisma.sql`r.payment_id = ${paymentId}`)
  if (refunds.length === 0 && (await ctx.db.payment.count({ where: { id: paymentId } })) === 0)
    throw new NotFound("There is no payment with this id.")
  return refunds
}

async function selectRefunds({ db }: Context, where: Prisma.Sql): Promise<Refund[]> {
  const rows = await db.$queryRaw<RefundRow[]>`
    SELECT r.id, r.payment_id, r.amount, r.reason, r.created_at, e.status, e.tx_hash
    FROM refund r
    CROSS JOIN LATERAL (
      SELECT CASE WHEN bool_and(a.status = 'paid') THEN 'paid' WHEN bool_and(a.status = 'void') THEN 'failed'
        ELSE 'owed' END AS status, (array_agg(a.tx_hash ORDER BY a.id DESC) FILTER (WHERE a.status = 'paid'))[1]
        AS tx_hash
      FROM account a WHERE a.refund_id = r.id AND a.kind = 'refund'
    ) e
    WHERE ${where} ORDER BY r.id`
  return rows.map((row) => ({
    id: row.id,
    paymentId: row.payment_id,
    amount: shannons(row.amount),
    reason: row.reason,
    status: row.status,
    txHash: row.tx_hash && toHex(row.tx_hash),
    createdAt: row.created_at,
  }))
}
