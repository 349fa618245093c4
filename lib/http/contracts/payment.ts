import { z } from "zod"
import { contract } from "../contract"
import {
  cancelledReply,
  paymentReply,
  paymentStateReply,
  paymentWithAccountsReply,
  preparedReply,
  transferredReply,
} from "../replies"
import {
  addressParams,
  cancelBody,
  didParams,
  idParams,
  paymentsQuery,
  prepareBody,
  TX_BODY_BYTES,
  transferBody,
} from "../schemas"

export const preparePayment = contract({
  method: "POST",
  path: "/api/payment/prepare",
  summary: "Book a payment and get the transaction to sign. Binds nothing and moves no money.",
  access: "public",
  limit: "prepare",
  cors: true,
  idempotent: true,
  body: prepareBody,
  status: 201,
  reply: preparedReply,
  errors: [
    "NOT_FOUND",
    "INSUFFICIENT_BALANCE",
    "PAYMENT_IN_PROGRESS",
    "LINK_UNAVAILABLE",
    "CHAIN_ERROR",
    "NO_PLATFORM_CELL",
    "PAUSED",
  ],
})

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
    "INVALID_SIGNATURE",
    "CHAIN_ERROR",
    "PAUSED",
    "CATCHING_UP",
    "SCHEMA_NEWER",
  ],
} as const

export const transferPayment = contract({ ...transfer, path: "/api/payment/transfer" })
export const submitPayment = contract({ ...transfer, path: "/api/payment/submit" })

export const cancelPayment = contract({
  method: "POST",
  path: "/api/payment/{id}/cancel",
  summary: "Give up a payment that is not signed yet. The client secret goes in the body or in X-Client-Secret.",
  access: "canceller",
  limit: "write",
  cors: true,
  params: idParams,
  body: cancelBody,
  reply: cancelledReply,
  errors: ["NOT_FOUND", "STATE_MISMATCH"],
})

export const getPayment = contract({
  method: "GET",
  path: "/api/payment/{id}",
  summary: "A payment, with what it owes to whom",
  access: "payer",
  limit: "read",
  cors: true,
  params: idParams,
  reply: paymentWithAccountsReply,
  errors: ["NOT_FOUND"],
})

export const getPaymentEvents = contract({
  method: "GET",
  path: "/api/payment/{id}/events",
  summary:
    "Server-sent events: the payment's state now, then each change, until it is final. Programs send X-Client-Secret with fetch; an EventSource cannot.",
  access: "payer",
  limit: "read",
  cors: true,
  params: idParams,
  reply: paymentStateReply,
  events: true,
  errors: ["NOT_FOUND", "OVERLOADED"],
})

const list = {
  method: "GET",
  access: "reader",
  limit: "read",
  cors: true,
  paged: true,
  query: paymentsQuery,
  reply: z.array(paymentReply),
} as const

export const listPayments = contract({ ...list, path: "/api/payment/all", summary: "Every payment, newest first" })

export const listPaymentsOfSender = contract({
  ...list,
  access: "party",
  path: "/api/payment/sender/{address}",
  summary: "Payments that this address sent, newest first",
  params: addressParams,
})

export const listPaymentsOfReceiver = contract({
  ...list,
  access: "party",
  path: "/api/payment/receiver/{address}",
  summary: "Payments made out to this address, newest first",
  params: addressParams,
})

export const listPaymentsOfSenderDid = contract({
  ...list,
  path: "/api/payment/sender-did/{did}",
  summary: "Payments with this sender_did, newest first",
  params: didParams,
})

export const listPaymentsOfReceiverDid = contract({
  ...list,
  path: "/api/payment/receiver-did/{did}",
  summary: "Payments with this receiver_did, newest first",
  params: didParams,
})
