import { z } from "zod"
import type { PreparedPayment } from "@/lib/payment/prepare"
import { PAID_BEFORE_KINDS } from "@/lib/payment/types"
import { contract } from "../../contract"
import { EXAMPLE_PLATFORM, EXAMPLE_RECEIVER, EXAMPLE_SENDER } from "../../example-fields"
import {
  addressSchema,
  amountSchema,
  categorySchema,
  didSchema,
  hash,
  hex,
  id,
  infoSchema,
  messageSchema,
  referenceSchema,
  shannons,
  splitSchema,
  time,
} from "../fields"
import { slugSchema } from "../link"

/**
 * Unknown fields are refused: a misspelt `sender_did` must not be dropped in silence. `null` is refused too: leave it
 * out.
 */
export const prepareBody = z
  .strictObject({
    sender: addressSchema,
    receiver: addressSchema.optional(),
    amount: amountSchema.optional(),
    splits: z.array(splitSchema).max(32).optional(),
    info: infoSchema.optional(),
    category: categorySchema.optional(),
    sender_did: didSchema.optional(),
    receiver_did: didSchema.optional(),
    reference: referenceSchema.optional().meta({
      description:
        "The merchant's name for what is paid. Through a link for many payments with an amount of its own, each reference is paid once",
    }),
    message: messageSchema.optional(),
    link: slugSchema.optional(),
  })
  .transform(({ receiver, amount, link, ...rest }, context) => {
    if (link !== undefined) return { ...rest, receiver, amount, link }
    if (receiver === undefined) context.addIssue({ code: "custom", path: ["receiver"], message: "is missing" })
    if (amount === undefined) context.addIssue({ code: "custom", path: ["amount"], message: "is missing" })
    if (receiver === undefined || amount === undefined) return z.NEVER
    return { ...rest, receiver, amount, link: undefined }
  })
  .meta({
    id: "PrepareRequest",
    description: "Through a payment link, what the link says can be left out; what is there must agree with it.",
    override: ({ jsonSchema }: { jsonSchema: { anyOf?: unknown } }) => {
      jsonSchema.anyOf = [{ required: ["receiver", "amount"] }, { required: ["link"] }]
    },
    example: {
      sender: EXAMPLE_SENDER,
      receiver: EXAMPLE_RECEIVER,
      amount: "200000000",
      splits: [{ receiver: EXAMPLE_PLATFORM, bps: 1_000 }],
      info: "Order 7",
      category: 3,
    },
  })

const paidBeforeReply = z.object({
  payment_id: id.nullable().meta({ description: "null for who may not read it" }),
  tx_hash: hash,
  amount: shannons,
  created_at: time,
  same: z.enum(PAID_BEFORE_KINDS).meta({
    description:
      "`payment`: same payee, amount, link, reference and note. `amount`: only that is known here, and the chain shows it to all",
  }),
})

export const preparedReply = z
  .object({
    payment_id: id,
    client_secret: z.string().meta({ description: "Lets its holder read, submit and cancel this one payment" }),
    salt: hash.meta({
      description: "32 random bytes in the commitment that the transaction carries: keep it, it proves who was paid",
    }),
    tx_hash: hash,
    raw_tx: hex.meta({ description: "The transaction to sign, Molecule-serialized" }),
    amount: shannons,
    platform_fee: shannons,
    network_fee: shannons,
    expires_at: time,
    paid_before: paidBeforeReply.nullable().meta({
      description: "What this sender has paid within the last hour and may not want to pay again: ask before you sign",
    }),
  })
  .meta({ id: "PreparedPayment" })
export type PreparedJson = z.infer<typeof preparedReply>

export function preparedJson(prepared: PreparedPayment): PreparedJson {
  const before = prepared.paidBefore
  const paidBefore = before && {
    payment_id: before.paymentId === null ? null : Number(before.paymentId),
    tx_hash: before.txHash,
    amount: before.amount.toString(),
    created_at: before.createdAt.toISOString(),
    same: before.same,
  }
  return { ...recordedJson(prepared), paid_before: paidBefore }
}

/** All of it that stays as it is. */
export function recordedJson(prepared: Omit<PreparedPayment, "paidBefore">): Omit<PreparedJson, "paid_before"> {
  return {
    payment_id: Number(prepared.paymentId),
    client_secret: prepared.clientSecret,
    salt: prepared.salt,
    tx_hash: prepared.txHash,
    raw_tx: prepared.rawTx,
    amount: prepared.amount.toString(),
    platform_fee: prepared.platformFee.toString(),
    network_fee: prepared.networkFee.toString(),
    expires_at: prepared.expiresAt.toISOString(),
  }
}

export const preparePayment = contract({
  method: "POST",
  path: "/api/payment/prepare",
  summary: "Book a payment and get the transaction to sign. Binds nothing and moves no money.",
  access: "public",
  key: "pay",
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
    "ALREADY_PAID",
    "CHAIN_ERROR",
    "NO_PLATFORM_CELL",
    "PAUSED",
  ],
})
