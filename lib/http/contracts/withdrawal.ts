import { contract } from "../contract"
import { preparedWithdrawalReply, submittedWithdrawalReply, withdrawalReply } from "../replies"
import { idParams, prepareWithdrawalBody, submitWithdrawalBody, TX_BODY_BYTES } from "../schemas"

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
