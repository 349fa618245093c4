import { z } from "zod"
import type { Refund } from "@/lib/refund/query"
import { REFUND_STATUSES } from "@/lib/refund/types"
import { contract } from "../contract"
import { amountSchema, hash, id, idParams, shannons, shownText, time } from "./fields"

export const refundBody = z
  .strictObject({
    amount: amountSchema.optional().meta({ description: "Absent: all that has not been refunded" }),
    reason: shownText(1, 500)
      .optional()
      .meta({ description: "For the sender to read. Operators must say why", example: "Out of stock" }),
  })
  .optional()

export const refundReply = z
  .object({
    id,
    payment_id: id,
    amount: shannons,
    reason: z.string().nullable().meta({ example: "Out of stock" }),
    status: z.enum(REFUND_STATUSES).meta({
      description:
        "`owed` until a payout or a withdrawal has paid it to the sender; `failed` when the chain took the payment back",
    }),
    tx_hash: hash.nullable().meta({ description: "What has paid it", example: null }),
    created_at: time,
  })
  .meta({ id: "Refund" })
export type RefundJson = z.infer<typeof refundReply>

export function refundJson({ id, paymentId, amount, reason, status, txHash, createdAt }: Refund): RefundJson {
  return {
    id: Number(id),
    payment_id: Number(paymentId),
    amount: amount.toString(),
    reason,
    status,
    tx_hash: txHash,
    created_at: createdAt.toISOString(),
  }
}

export const refundPayment = contract({
  method: "POST",
  path: "/api/payment/{id}/refund",
  summary:
    "Give a confirmed payment back to its sender, or a part of it, out of what is in no payout yet. Each party gives the same part of its share. With an Idempotency-Key it is done once.",
  access: "refunder",
  key: "refund",
  limit: "write",
  params: idParams,
  body: refundBody,
  status: 201,
  reply: refundReply,
  idempotent: true,
  errors: ["NOT_FOUND", "STATE_MISMATCH", "ALREADY_PAID_OUT", "PAUSED", "CATCHING_UP", "CHAIN_ERROR"],
})

export const listRefunds = contract({
  method: "GET",
  path: "/api/payment/{id}/refund",
  summary: "The refunds of a payment, oldest first",
  access: "viewer",
  key: "read",
  limit: "read",
  cors: true,
  params: idParams,
  reply: z.array(refundReply),
  errors: ["NOT_FOUND"],
})
