import { z } from "zod"
import type { SubmittedPayment } from "@/lib/payment/submit"
import { PAYMENT_STATUSES } from "@/lib/payment/types"
import { contract } from "../../contract"
import { clientSecretSchema, hash, id, idSchema, rawTxSchema, TX_BODY_BYTES } from "../fields"

export const transferBody = z
  .strictObject({
    payment_id: idSchema.meta({ description: "The payment's id" }),
    raw_tx: rawTxSchema,
    client_secret: clientSecretSchema.optional(),
  })
  .meta({ id: "TransferRequest" })

export const transferredReply = z
  .object({ payment_id: id, tx_hash: hash, status: z.enum(PAYMENT_STATUSES).meta({ example: "submitted" }) })
  .meta({ id: "TransferredPayment" })
export type TransferredJson = z.infer<typeof transferredReply>

export function transferredJson({ paymentId, txHash, status }: SubmittedPayment): TransferredJson {
  return { payment_id: Number(paymentId), tx_hash: txHash, status }
}

const transfer = {
  method: "POST",
  summary:
    "Hand in the signed transaction, with the client secret off the devnet. From a 200 on the payment is sent until it commits. Repeating it is safe.",
  access: "payer",
  limit: "write",
  cors: true,
  idempotent: true,
  body: transferBody,
  maxBodyBytes: TX_BODY_BYTES,
  reply: transferredReply,
  errors: [
    "NOT_FOUND",
    "STATE_MISMATCH",
    "HOLD_LOST",
    "INPUT_SPENT",
    "TX_MISMATCH",
    "PAYMENT_IN_PROGRESS",
    "LINK_UNAVAILABLE",
    "ALREADY_PAID",
    "INVALID_SIGNATURE",
    "CHAIN_ERROR",
    "PAUSED",
    "CATCHING_UP",
    "SCHEMA_NEWER",
  ],
} as const

export const transferPayment = contract({ ...transfer, path: "/api/payment/transfer" })
export const submitPayment = contract({ ...transfer, path: "/api/payment/submit" })
