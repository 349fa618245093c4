import { z } from "zod"
import type { EventObject } from "@/lib/event/types"
import { ENTRY_STATUSES } from "@/lib/ledger/types"
import { LINK_STATUSES } from "@/lib/payment/link-status"
import { PAYMENT_STATUSES } from "@/lib/payment/types"
import { REFUND_STATUSES } from "@/lib/refund/types"
import { SETTLEMENT_STATUSES } from "@/lib/settlement/types"
import { WITHDRAWAL_STATUSES } from "@/lib/withdrawal/types"
import { hash, id, shannons } from "./fields"

const sequence = z.int().meta({ description: "Counts for each object: 1, 2, 3, without holes" })
const metadata = z.record(z.string(), z.string()).meta({ description: "The link's; empty without one" })
const reference = z.string().nullable().meta({ description: "The merchant's name for what is paid" })

/** What the events of each object say of it; `dataOf` makes it. */
export const EVENT_DATA = {
  payment: z
    .object({
      object: z.literal("payment"),
      id,
      status: z.enum(PAYMENT_STATUSES).meta({ example: "confirmed" }),
      sequence,
      sender: z.string(),
      receiver: z.string(),
      amount: shannons,
      platform_fee: shannons,
      network_fee: shannons,
      tx_hash: hash,
      info: z.string().nullable(),
      category: z.int().nullable(),
      sender_did: z.string().nullable(),
      receiver_did: z.string().nullable(),
      reference,
      message: z.string().nullable().meta({ description: "What the payer wrote to the payee" }),
      link: z.string().nullable().meta({ description: "The slug of the payment link", example: "k7x2m9qd4wvt" }),
      metadata,
    })
    .meta({ id: "PaymentEventData" }),
  link: z
    .object({
      object: z.literal("link"),
      id: z.string().meta({ description: "Its slug", example: "k7x2m9qd4wvt" }),
      status: z.enum(LINK_STATUSES).meta({ example: "used" }),
      sequence,
      receiver: z.string(),
      amount: shannons.nullable().meta({ description: "null: the payer chooses" }),
      reference,
      metadata,
      payment_id: id.optional().meta({ description: "link.paid: the payment" }),
    })
    .meta({ id: "LinkEventData" }),
  refund: z
    .object({
      object: z.literal("refund"),
      id,
      status: z.enum(REFUND_STATUSES).meta({ example: "paid" }),
      sequence,
      payment_id: id,
      amount: shannons,
      reason: z.string().nullable(),
    })
    .meta({ id: "RefundEventData" }),
  payout: z
    .object({
      object: z.literal("payout"),
      id,
      status: z.enum(SETTLEMENT_STATUSES).meta({ example: "confirmed" }),
      sequence,
      tx_hash: hash,
    })
    .meta({ id: "PayoutEventData", description: "What one settlement pays one receiver" }),
  withdrawal: z
    .object({
      object: z.literal("withdrawal"),
      id,
      status: z.enum(WITHDRAWAL_STATUSES).meta({ example: "confirmed" }),
      sequence,
    })
    .meta({ id: "WithdrawalEventData" }),
  entry: z
    .object({
      object: z.literal("entry"),
      id,
      status: z.enum(ENTRY_STATUSES).meta({ example: "paid" }),
      sequence,
    })
    .meta({ id: "EntryEventData" }),
} satisfies Record<EventObject, z.ZodType>
