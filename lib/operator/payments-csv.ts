import type { Context } from "@/lib/context"
import { csvOfPages } from "@/lib/csv"
import { formatCkb } from "@/lib/money"
import type { Payment } from "@/lib/payment/query"
import { findPayments, type OperatorPaymentFilter } from "./find-payments"

const ROWS_A_PIECE = 1_000

const COLUMNS = [
  "payment_id",
  "created_at",
  "updated_at",
  "status",
  "amount_ckb",
  "platform_fee_ckb",
  "network_fee_ckb",
  "amount_shannons",
  "sender",
  "receiver",
  "link",
  "link_title",
  "reference",
  "note",
  "message",
  "tx_hash",
]

/** Payments as CSV (RFC 4180), newest first. */
export function paymentsCsv(
  ctx: Context,
  filter: Omit<OperatorPaymentFilter, "cursor" | "limit">,
): AsyncGenerator<string> {
  return csvOfPages(COLUMNS, (cursor) => findPayments(ctx, { ...filter, cursor, limit: ROWS_A_PIECE }), rowOf)
}

function rowOf(payment: Payment): string[] {
  return [
    payment.id.toString(),
    payment.createdAt.toISOString(),
    payment.updatedAt.toISOString(),
    payment.status,
    formatCkb(payment.amount),
    formatCkb(payment.platformFee),
    formatCkb(payment.networkFee),
    payment.amount.toString(),
    payment.sender,
    payment.receiver,
    payment.link?.slug ?? "",
    payment.link?.title ?? "",
    payment.reference ?? "",
    payment.info ?? "",
    payment.message ?? "",
    payment.txHash,
  ]
}
