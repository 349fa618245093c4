import { z } from "zod"
import type { Entry } from "@/lib/ledger/entries"
import type { LedgerLine } from "@/lib/ledger/of-payment"
import { ENTRY_KINDS, ENTRY_STATUSES, LEDGER_ACCOUNTS, PAYMENT_EVENTS } from "@/lib/ledger/types"
import type { Payment, PaymentDetails, PaymentState } from "@/lib/payment/query"
import { PAYMENT_STATUSES } from "@/lib/payment/types"
import { contract } from "../../contract"
import {
  addressParams,
  didSchema,
  hash,
  id,
  idParams,
  labels,
  page,
  period,
  referenceSchema,
  search,
  shannons,
  time,
} from "../fields"

export const didParams = z.object({ did: didSchema.meta({ example: "did:plc:z72i7hdynmk6r22z27h6tvur" }) })

export const paymentsQuery = z.strictObject({
  ...page(200, 50),
  ...period,
  ...labels,
  status: z.enum(PAYMENT_STATUSES).optional(),
  reference: referenceSchema.optional().meta({ description: "Exactly this reference" }),
  search,
})

export const entryReply = z
  .object({
    id,
    payment_id: id,
    receiver: z.string(),
    amount: shannons.meta({ example: "198000000" }),
    kind: z.enum(ENTRY_KINDS).meta({ example: "receiver" }),
    status: z
      .enum(ENTRY_STATUSES)
      .meta({ description: "Of the part that is furthest from being paid", example: "available" }),
    is_payed: z.boolean().meta({ description: "All of it" }),
    tx_hash: hash.nullable().meta({ description: "The newest payout's", example: null }),
    created_at: time,
    updated_at: time,
    parts: z
      .array(
        z.object({
          amount: shannons.meta({ example: "198000000" }),
          status: z.enum(ENTRY_STATUSES).meta({ example: "available" }),
          settlement_id: id.nullable().meta({ description: "The payout's", example: null }),
          tx_hash: hash.nullable().meta({ description: "The payout's", example: null }),
          updated_at: time,
        }),
      )
      .meta({
        description:
          "How it is paid out; they sum to the amount. One, unless a payout needed less than all of it. The entry's own id, amount and place in lists never change.",
      }),
  })
  .meta({ id: "AccountEntry", description: "What one payment owes one party, as it was signed for" })
export type EntryJson = z.infer<typeof entryReply>

export const ledgerReply = z
  .array(
    z.object({
      id,
      group: id.meta({ description: "The entries of a group sum to zero" }),
      event: z.enum(PAYMENT_EVENTS),
      account: z.enum(LEDGER_ACCOUNTS),
      receiver: z.string().nullable().meta({ description: "Whose, for what is owed" }),
      amount: shannons.meta({ description: "Assets are positive, what is owed is negative" }),
      created_at: time,
    }),
  )
  .meta({ id: "Ledger" })
export type LedgerJson = z.infer<typeof ledgerReply>

/** The link of a payment, in the words that its payer has read: they may be others by now. */
export const paidLinkReply = z
  .object({ slug: z.string(), title: z.string(), note: z.string().nullable() })
  .meta({ id: "PaidLink" })

export const paymentReply = z
  .object({
    id,
    sender: z.string(),
    receiver: z.string(),
    amount: shannons,
    platform_fee: shannons,
    network_fee: shannons,
    refunded: shannons.meta({ description: "What its sender got back, or is owed back" }),
    status: z.enum(PAYMENT_STATUSES).meta({ example: "confirmed" }),
    is_complete: z.boolean().meta({ example: true }),
    tx_hash: hash,
    confirmations: z.int(),
    info: z.string().nullable(),
    category: z.int().nullable(),
    sender_did: z.string().nullable(),
    receiver_did: z.string().nullable(),
    reference: z.string().nullable().meta({ description: "The merchant's name for what is paid" }),
    message: z.string().nullable().meta({ description: "What the payer wrote to the payee" }),
    link: paidLinkReply.nullable().meta({ description: "The payment link it was made through" }),
    created_at: time,
    updated_at: time,
    expires_at: time,
  })
  .meta({ id: "Payment" })
export type PaymentJson = z.infer<typeof paymentReply>

export const paymentStateReply = paymentReply
  .pick({ id: true, status: true, is_complete: true, confirmations: true, updated_at: true })
  .meta({ id: "PaymentState", description: "The data of each event named `payment`" })
export type PaymentStateJson = z.infer<typeof paymentStateReply>

export const paymentWithAccountsReply = paymentReply
  .extend({
    commitment: hash.meta({
      description: "What the sender's signature covers beside the transaction: who gets how much",
    }),
    salt: hash.nullable().meta({
      description: "What makes the commitment verifiable; null for a payment from before commitments had one",
    }),
    steps: z
      .object({
        signed_at: time.nullable(),
        block_number: z.int().nullable().meta({ description: "The block that holds it" }),
        committed_at: time.nullable(),
        credited_at: time.nullable().meta({ description: "From then on it is owed to the payee for good" }),
      })
      .meta({ description: "Where the money is; null for what has not happened, or was taken back" }),
    return_url: z.string().nullable().meta({
      description:
        "Where the payer goes back to once it is in a block: the link's success_url with payment_id, tx_hash, reference, and for a project's link `signature`: `v1a,` and Ed25519 over payment_id.tx_hash.reference by the project's key",
    }),
    accounts: z.array(entryReply),
  })
  .meta({ id: "PaymentWithAccounts" })
export type PaymentWithAccountsJson = z.infer<typeof paymentWithAccountsReply>

export function paymentJson(payment: Payment): PaymentJson {
  return {
    id: Number(payment.id),
    sender: payment.sender,
    receiver: payment.receiver,
    amount: payment.amount.toString(),
    platform_fee: payment.platformFee.toString(),
    network_fee: payment.networkFee.toString(),
    refunded: payment.refunded.toString(),
    status: payment.status,
    is_complete: payment.isComplete,
    tx_hash: payment.txHash,
    confirmations: payment.confirmations,
    info: payment.info,
    category: payment.category,
    sender_did: payment.senderDid,
    receiver_did: payment.receiverDid,
    reference: payment.reference,
    message: payment.message,
    link: payment.link,
    created_at: payment.createdAt.toISOString(),
    updated_at: payment.updatedAt.toISOString(),
    expires_at: payment.expiresAt.toISOString(),
  }
}

export function paymentStateJson(state: PaymentState): PaymentStateJson {
  return {
    id: Number(state.id),
    status: state.status,
    is_complete: state.isComplete,
    confirmations: state.confirmations,
    updated_at: state.updatedAt.toISOString(),
  }
}

export function entryJson(entry: Entry): EntryJson {
  return {
    id: Number(entry.id),
    payment_id: Number(entry.paymentId),
    receiver: entry.receiver,
    amount: entry.amount.toString(),
    kind: entry.kind,
    status: entry.status,
    is_payed: entry.isPayed,
    tx_hash: entry.txHash,
    created_at: entry.createdAt.toISOString(),
    updated_at: entry.updatedAt.toISOString(),
    parts: entry.parts.map((part) => ({
      amount: part.amount.toString(),
      status: part.status,
      settlement_id: part.settlementId === null ? null : Number(part.settlementId),
      tx_hash: part.txHash,
      updated_at: part.updatedAt.toISOString(),
    })),
  }
}

export function paymentWithAccountsJson(payment: PaymentDetails): PaymentWithAccountsJson {
  const { commitment, salt, steps, entries, returnUrl } = payment
  const { signedAt, blockNumber, committedAt, creditedAt } = steps
  return {
    ...paymentJson(payment),
    commitment,
    salt,
    steps: {
      signed_at: signedAt?.toISOString() ?? null,
      block_number: blockNumber === null ? null : Number(blockNumber),
      committed_at: committedAt?.toISOString() ?? null,
      credited_at: creditedAt?.toISOString() ?? null,
    },
    return_url: returnUrl,
    accounts: entries.map(entryJson),
  }
}

export function ledgerJson(lines: LedgerLine[]): LedgerJson {
  return lines.map(({ id, group, event, account, receiver, amount, createdAt }) => ({
    ...{ id: Number(id), group: Number(group), event, account, receiver },
    amount: amount.toString(),
    created_at: createdAt.toISOString(),
  }))
}

export const getPayment = contract({
  method: "GET",
  path: "/api/payment/{id}",
  summary: "A payment, with what it owes to whom",
  access: "viewer",
  key: "read",
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
  access: "viewer",
  key: "read",
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

export const listPayments = contract({
  ...list,
  key: "read",
  path: "/api/payment/all",
  summary: "Every payment, newest first; with an API key the project's own",
})

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
  key: "read",
  path: "/api/payment/sender-did/{did}",
  summary: "Payments with this sender_did, newest first",
  params: didParams,
})

export const listPaymentsOfReceiverDid = contract({
  ...list,
  key: "read",
  path: "/api/payment/receiver-did/{did}",
  summary: "Payments with this receiver_did, newest first",
  params: didParams,
})

export const getLedger = contract({
  method: "GET",
  path: "/api/payment/{id}/ledger",
  summary: "What the ledger has booked for a payment",
  access: "payer",
  limit: "read",
  params: idParams,
  reply: ledgerReply,
  errors: ["NOT_FOUND"],
})
