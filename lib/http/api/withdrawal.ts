import { z } from "zod"
import type { WithdrawalOutlook } from "@/lib/withdrawal/outlook"
import type { PreparedWithdrawal } from "@/lib/withdrawal/prepare"
import type { Withdrawal } from "@/lib/withdrawal/query"
import type { SubmittedWithdrawal } from "@/lib/withdrawal/submit"
import { WITHDRAWAL_METHODS, WITHDRAWAL_STATUSES } from "@/lib/withdrawal/types"
import { contract } from "../contract"
import {
  addressParams,
  addressSchema,
  amountSchema,
  hash,
  hex,
  id,
  idParams,
  idSchema,
  rawTxSchema,
  shannons,
  TX_BODY_BYTES,
  time,
} from "./fields"

export const prepareWithdrawalBody = z
  .strictObject({
    receiver: addressSchema,
    amount: amountSchema.optional().meta({ description: "All that is payable when absent" }),
  })
  .meta({ id: "PrepareWithdrawalRequest" })
export const submitWithdrawalBody = z
  .strictObject({
    withdrawal_id: idSchema.meta({ description: "The withdrawal's id" }),
    raw_tx: rawTxSchema,
  })
  .meta({ id: "SubmitWithdrawalRequest" })

export const preparedWithdrawalReply = z
  .object({
    withdrawal_id: id,
    tx_hash: hash,
    raw_tx: hex.meta({ description: "The transaction to sign, Molecule-serialized" }),
    amount: shannons.meta({ description: "What is owed less afterwards; the network fee comes out of it" }),
    network_fee: shannons,
    expires_at: time,
  })
  .meta({ id: "PreparedWithdrawal" })
export type PreparedWithdrawalJson = z.infer<typeof preparedWithdrawalReply>

export const submittedWithdrawalReply = z
  .object({ withdrawal_id: id, tx_hash: hash, status: z.enum(WITHDRAWAL_STATUSES).meta({ example: "submitted" }) })
  .meta({ id: "SubmittedWithdrawal" })
export type SubmittedWithdrawalJson = z.infer<typeof submittedWithdrawalReply>

export const withdrawalReply = z
  .object({
    id,
    receiver: z.string(),
    amount: shannons,
    network_fee: shannons,
    status: z.enum(WITHDRAWAL_STATUSES).meta({ example: "confirmed" }),
    tx_hash: hash,
    created_at: time,
    updated_at: time,
    expires_at: time,
  })
  .meta({ id: "Withdrawal" })
export type WithdrawalJson = z.infer<typeof withdrawalReply>

export function preparedWithdrawalJson(prepared: PreparedWithdrawal): PreparedWithdrawalJson {
  return {
    withdrawal_id: Number(prepared.withdrawalId),
    tx_hash: prepared.txHash,
    raw_tx: prepared.rawTx,
    amount: prepared.amount.toString(),
    network_fee: prepared.networkFee.toString(),
    expires_at: prepared.expiresAt.toISOString(),
  }
}

export function submittedWithdrawalJson({
  withdrawalId,
  txHash,
  status,
}: SubmittedWithdrawal): SubmittedWithdrawalJson {
  return { withdrawal_id: Number(withdrawalId), tx_hash: txHash, status }
}

export function withdrawalJson(withdrawal: Withdrawal): WithdrawalJson {
  return {
    id: Number(withdrawal.id),
    receiver: withdrawal.receiver,
    amount: withdrawal.amount.toString(),
    network_fee: withdrawal.networkFee.toString(),
    status: withdrawal.status,
    tx_hash: withdrawal.txHash,
    created_at: withdrawal.createdAt.toISOString(),
    updated_at: withdrawal.updatedAt.toISOString(),
    expires_at: withdrawal.expiresAt.toISOString(),
  }
}

export const withdrawalOutlookReply = z
  .object({
    method: z.enum(WITHDRAWAL_METHODS).nullable().meta({ description: "As in the account" }),
    has_cell: z.boolean().meta({ description: "Whether the address holds a cell that a withdrawal can add to" }),
  })
  .meta({ id: "WithdrawalOutlook" })

export function withdrawalOutlookJson({ method, hasCell }: WithdrawalOutlook): z.infer<typeof withdrawalOutlookReply> {
  return { method, has_cell: hasCell }
}

export const getWithdrawalOutlook = contract({
  method: "GET",
  path: "/api/account/{address}/withdrawal",
  summary: "Whether this address can take a withdrawal, before one is tried. It asks the node.",
  access: "party",
  // As costly as what is written: the node is asked each time.
  limit: "write",
  params: addressParams,
  reply: withdrawalOutlookReply,
  errors: ["CHAIN_ERROR"],
})

export const prepareWithdrawal = contract({
  method: "POST",
  path: "/api/withdrawal/prepare",
  summary: "Get the transaction by which a receiver takes out what they are owed, now. Reserves nothing.",
  access: "receiver",
  limit: "prepare",
  cors: true,
  idempotent: true,
  body: prepareWithdrawalBody,
  status: 201,
  reply: preparedWithdrawalReply,
  errors: ["INSUFFICIENT_BALANCE", "CHAIN_ERROR", "NO_PLATFORM_CELL", "APPROVAL_NEEDED", "PAUSED"],
})

export const submitWithdrawal = contract({
  method: "POST",
  path: "/api/withdrawal/submit",
  summary:
    "Hand in the transaction, signed by the receiver, or as it is under an anyone-can-pay lock. From a 200 on it is sent until it commits. Repeating it is safe.",
  access: "withdrawer",
  limit: "write",
  cors: true,
  idempotent: true,
  body: submitWithdrawalBody,
  maxBodyBytes: TX_BODY_BYTES,
  reply: submittedWithdrawalReply,
  errors: [
    "NOT_FOUND",
    "STATE_MISMATCH",
    "HOLD_LOST",
    "TX_MISMATCH",
    "APPROVAL_NEEDED",
    "PAYMENT_IN_PROGRESS",
    "INVALID_SIGNATURE",
    "CHAIN_ERROR",
    "PAUSED",
    "CATCHING_UP",
    "SCHEMA_NEWER",
  ],
})

export const getWithdrawal = contract({
  method: "GET",
  path: "/api/withdrawal/{id}",
  summary: "A withdrawal",
  access: "withdrawer",
  limit: "read",
  cors: true,
  params: idParams,
  reply: withdrawalReply,
  errors: ["NOT_FOUND"],
})
