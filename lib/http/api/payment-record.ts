import { z } from "zod"
import { EVENT_TYPES } from "@/lib/event/types"
import { toHex } from "@/lib/hex"
import type { PaymentRecord } from "@/lib/operator/payment-record"
import { PAYMENT_STATUSES } from "@/lib/payment/types"
import { SETTLEMENT_KINDS, SETTLEMENT_STATUSES } from "@/lib/settlement/types"
import { TRANSACTION_STATUSES } from "@/lib/transaction/types"
import { contract } from "../contract"
import { hash, hex, id, idParams, page, period, shannons, text, time } from "./fields"
import { ledgerJson, ledgerReply, paymentReply, paymentWithAccountsJson, paymentWithAccountsReply } from "./payment"

const found = {
  ...period,
  status: z.enum(PAYMENT_STATUSES).optional(),
  unsigned: z
    .literal("true")
    .transform(() => true)
    .optional()
    .meta({ description: "Also those that expired or were cancelled", override: { type: "string", enum: ["true"] } }),
  search: text(1, 1_000).optional().meta({
    description:
      "A number, a reference, the hash of a payment or a payout, an address; among the newest ones also the end of an address, and words of note and message",
  }),
}
export const findPaymentsQuery = z.strictObject({ ...page(200, 50), ...found })
export const exportPaymentsQuery = z.strictObject(found)

export const paymentRecordReply = z
  .object({
    payment: paymentWithAccountsReply,
    unsigned_tx: hex.meta({ description: "As the payer got it, Molecule-serialized" }),
    events: z
      .array(
        z.object({ type: z.enum(EVENT_TYPES), status: z.string().meta({ example: "prepared" }), created_at: time }),
      )
      .meta({ description: "Oldest first; of very many the last ones" }),
    transaction: z
      .object({
        status: z.enum(TRANSACTION_STATUSES).meta({ example: "committed" }),
        bytes: z.int().meta({ description: "Of the signed transaction" }),
        block_number: z.int().nullable(),
        block_hash: hash.nullable(),
        committed_at: time.nullable(),
        sends: z.int(),
        last_answer: z.string().nullable().meta({ description: "The node's, to the last send" }),
        invalid_since: time.nullable(),
      })
      .nullable()
      .meta({ description: "What was sent; null before it is signed" }),
    payouts: z.array(
      z.object({
        settlement_id: id,
        kind: z.enum(SETTLEMENT_KINDS),
        status: z.enum(SETTLEMENT_STATUSES).meta({ example: "confirmed" }),
        tx_hash: hash,
        amount: shannons.meta({ description: "Of this payment's shares, what it pays" }),
        created_at: time,
      }),
    ),
    ledger: ledgerReply,
  })
  .meta({ id: "PaymentRecord" })
export type PaymentRecordJson = z.infer<typeof paymentRecordReply>

export function paymentRecordJson(record: PaymentRecord): PaymentRecordJson {
  const { payment, unsignedTx, events, transaction, payouts, ledger } = record
  return {
    payment: paymentWithAccountsJson(payment),
    unsigned_tx: toHex(unsignedTx),
    events: events.map(({ createdAt, ...event }) => ({ ...event, created_at: createdAt.toISOString() })),
    transaction: transaction && {
      ...{ status: transaction.status, bytes: transaction.bytes, sends: transaction.sends },
      block_number: transaction.blockNumber === null ? null : Number(transaction.blockNumber),
      block_hash: transaction.blockHash,
      committed_at: transaction.committedAt?.toISOString() ?? null,
      last_answer: transaction.lastAnswer,
      invalid_since: transaction.invalidSince?.toISOString() ?? null,
    },
    payouts: payouts.map(({ id, createdAt, txHash, amount, ...payout }) => ({
      ...{ settlement_id: Number(id), tx_hash: txHash, amount: amount.toString(), ...payout },
      created_at: createdAt.toISOString(),
    })),
    ledger: ledgerJson(ledger),
  }
}

export const getPaymentRecord = contract({
  method: "GET",
  path: "/api/admin/payment/{id}",
  summary: "All that is known of a payment: what happened when, shares, payouts, ledger and transaction",
  access: "look",
  params: idParams,
  reply: paymentRecordReply,
  errors: ["NOT_FOUND"],
})

export const findPayments = contract({
  method: "GET",
  path: "/api/admin/payment",
  summary:
    "Payments as the operator looks for them, newest first; without a search none that nobody has signed in time",
  access: "look",
  paged: true,
  query: findPaymentsQuery,
  reply: z.array(paymentReply),
})

export const exportPayments = contract({
  method: "GET",
  path: "/api/admin/payment.csv",
  summary: "The same as CSV, all of them",
  access: "look",
  query: exportPaymentsQuery,
  stream: "text/csv",
  reply: z.string().meta({
    example:
      "payment_id,created_at,updated_at,status,amount_ckb,platform_fee_ckb,network_fee_ckb,amount_shannons,sender,receiver,link,link_title,reference,note,message,tx_hash\n",
  }),
})
