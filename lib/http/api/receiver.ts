import { z } from "zod"
import type { ReceivedEntry } from "@/lib/ledger/entries"
import { ENTRY_STATUSES, OWED_KINDS } from "@/lib/ledger/types"
import type { AccountSummary } from "@/lib/receiver/account"
import type { DayIncome } from "@/lib/receiver/income"
import type { PayoutTerms } from "@/lib/receiver/payout-terms"
import type { ReceivedPayout } from "@/lib/settlement/received"
import { SETTLEMENT_KINDS, SETTLEMENT_STATUSES } from "@/lib/settlement/types"
import type { WithdrawalMethod } from "@/lib/withdrawal/types"
import { WITHDRAWAL_METHODS } from "@/lib/withdrawal/types"
import { contract } from "../contract"
import {
  addressParams,
  amountSchema,
  hash,
  howMany,
  id,
  infoSchema,
  labels,
  page,
  period,
  shannons,
  time,
} from "./fields"
import { entryJson, entryReply } from "./payment/query"

export const payoutSettingsBody = z
  .strictObject({
    threshold: amountSchema
      .nullable()
      .optional()
      .meta({ description: "What must be owed before it is paid out by itself; null leaves it to the platform" }),
    paused: z.boolean().optional().meta({ description: "Nothing is paid out by itself" }),
  })
  .meta({ id: "PayoutSettingsRequest", description: "What is absent stays as it is" })
const entryFilters = {
  ...period,
  ...labels,
  status: z.enum(ENTRY_STATUSES).optional(),
  kind: z.enum(OWED_KINDS).optional(),
  note: infoSchema.optional().meta({
    description: "Somewhere in the link's title, the reference, the note or the message, in upper or lower case",
  }),
}
export const entriesQuery = z.strictObject({ ...page(200, 50), ...entryFilters })
export const entriesCsvQuery = z.strictObject(entryFilters)
export const incomeQuery = z.strictObject({ days: howMany(366, 30) })

export const receivedEntryReply = entryReply
  .extend({
    sender: z.string(),
    info: z.string().nullable().meta({ description: "The payment's" }),
    reference: z.string().nullable().meta({ description: "The merchant's name for what is paid" }),
    message: z.string().nullable().meta({ description: "What the payer wrote to the payee" }),
    link: z
      .object({ slug: z.string(), title: z.string() })
      .nullable()
      .meta({ description: "The payment link that it was paid through, in the words that its payer has read" }),
    payment: z
      .object({ amount: shannons, platform_fee: shannons, tx_hash: hash })
      .meta({ description: "What the sender paid, before the platform's fee and others' shares" }),
  })
  .meta({ id: "ReceivedEntry" })
export type ReceivedEntryJson = z.infer<typeof receivedEntryReply>

export const accountReply = z
  .object({
    address: z.string(),
    pending: shannons,
    available: shannons,
    settling: shannons,
    paid: shannons,
    threshold: shannons.meta({ description: "What is available is paid out by itself from this sum on" }),
    payouts_paused: z.boolean().meta({ description: "Its owner wants nothing paid out by itself" }),
    next_settlement_at: time.nullable(),
    withdrawal: z.enum(WITHDRAWAL_METHODS).nullable().meta({
      description:
        "How less than the threshold can be taken out: with the owner's signature, without one into an anyone-can-pay cell, or not at all",
    }),
  })
  .meta({ id: "Account" })
export type AccountJson = z.infer<typeof accountReply>

export const payoutSettingsReply = z
  .object({
    threshold: shannons.meta({ description: "What is available is paid out by itself from this sum on" }),
    minimum: shannons.meta({ description: "The least that the threshold can be" }),
    own_threshold: shannons.nullable().meta({ description: "What the owner has set" }),
    paused: z.boolean(),
  })
  .meta({ id: "PayoutSettings" })
export type PayoutSettingsJson = z.infer<typeof payoutSettingsReply>

export const incomeReply = z
  .array(z.object({ day: z.iso.date(), amount: shannons }))
  .meta({ id: "Income", description: "Every day, oldest first, in UTC; what is certain, without what is pending" })
export type IncomeJson = z.infer<typeof incomeReply>

export const payoutsQuery = z.strictObject(page(200, 50))

export const receivedPayoutReply = z
  .object({
    settlement_id: id,
    kind: z.enum(SETTLEMENT_KINDS).meta({ description: "By the platform itself, or taken out by the receiver" }),
    status: z.enum(SETTLEMENT_STATUSES).meta({ example: "confirmed" }),
    amount: shannons.meta({ description: "What is owed less by it" }),
    network_fee: shannons.meta({ description: "What this address has paid the network of it" }),
    tx_hash: hash,
    created_at: time,
    updated_at: time,
    payment_count: z.int().meta({ description: "How many payments it pays, or pays a part of" }),
    payments: z
      .array(
        z.object({ payment_id: id, amount: shannons, info: z.string().nullable(), link_title: z.string().nullable() }),
      )
      .meta({ description: "The oldest of them" }),
  })
  .meta({ id: "ReceivedPayout" })
export type ReceivedPayoutJson = z.infer<typeof receivedPayoutReply>

export function receivedPayoutJson(payout: ReceivedPayout): ReceivedPayoutJson {
  return {
    settlement_id: Number(payout.id),
    kind: payout.kind,
    status: payout.status,
    amount: payout.amount.toString(),
    network_fee: payout.networkFee.toString(),
    tx_hash: payout.txHash,
    created_at: payout.createdAt.toISOString(),
    updated_at: payout.updatedAt.toISOString(),
    payment_count: payout.paymentCount,
    payments: payout.payments.map(({ paymentId, amount, info, linkTitle }) => ({
      payment_id: Number(paymentId),
      amount: amount.toString(),
      info,
      link_title: linkTitle,
    })),
  }
}

export function receivedEntryJson(entry: ReceivedEntry): ReceivedEntryJson {
  const { sender, info, reference, message, link, payment } = entry
  return {
    ...entryJson(entry),
    sender,
    info,
    reference,
    message,
    link,
    payment: {
      amount: payment.amount.toString(),
      platform_fee: payment.platformFee.toString(),
      tx_hash: payment.txHash,
    },
  }
}

/**
 * @param more what the account itself does not know: how it can be taken out, and from which sum on it is paid out by
 * itself
 */
export function accountJson(
  account: AccountSummary,
  more: { address: string; threshold: bigint; withdrawal: WithdrawalMethod | null },
): AccountJson {
  return {
    address: more.address,
    pending: account.pending.toString(),
    available: account.available.toString(),
    settling: account.settling.toString(),
    paid: account.paid.toString(),
    threshold: more.threshold.toString(),
    payouts_paused: account.payoutsPaused,
    next_settlement_at: account.nextSettlementAt?.toISOString() ?? null,
    withdrawal: more.withdrawal,
  }
}

export function incomeJson(days: DayIncome[]): IncomeJson {
  return days.map(({ day, amount }) => ({ day, amount: amount.toString() }))
}

export function payoutSettingsJson(terms: PayoutTerms): PayoutSettingsJson {
  return {
    threshold: terms.threshold.toString(),
    minimum: terms.minimum.toString(),
    own_threshold: terms.ownThreshold?.toString() ?? null,
    paused: terms.paused,
  }
}

export const getAccount = contract({
  method: "GET",
  path: "/api/account/{address}",
  summary: "What this address is owed and was paid",
  access: "party",
  limit: "read",
  cors: true,
  params: addressParams,
  reply: accountReply,
})

export const listEntries = contract({
  method: "GET",
  path: "/api/account/{address}/entries",
  summary: "The entries of this address, newest first",
  access: "party",
  limit: "read",
  cors: true,
  paged: true,
  params: addressParams,
  query: entriesQuery,
  reply: z.array(receivedEntryReply),
})

export const getPayoutSettings = contract({
  method: "GET",
  path: "/api/account/{address}/payout-settings",
  summary: "When this address is paid by itself",
  access: "party",
  limit: "read",
  params: addressParams,
  reply: payoutSettingsReply,
})

export const setPayoutSettings = contract({
  method: "POST",
  path: "/api/account/{address}/payout-settings",
  summary: "Change when this address is paid by itself. Its owner must have signed in with their wallet.",
  access: "owner",
  limit: "write",
  params: addressParams,
  body: payoutSettingsBody,
  reply: payoutSettingsReply,
})

export const getIncome = contract({
  method: "GET",
  path: "/api/account/{address}/income",
  summary: "What this address has earned by day",
  access: "party",
  limit: "read",
  params: addressParams,
  query: incomeQuery,
  reply: incomeReply,
})

export const exportEntries = contract({
  method: "GET",
  path: "/api/account/{address}/entries.csv",
  summary: "All entries of this address that the filters let through, newest first, as a table",
  access: "party",
  limit: "read",
  params: addressParams,
  query: entriesCsvQuery,
  stream: "text/csv",
  reply: z.string().meta({
    example:
      "time,kind,status,gross_ckb,fee_ckb,to_others_ckb,net_ckb,net_shannons,link_title,link,reference,note,message,sender,payment_id,entry_id,tx_hash,receipt,payout_tx_hash,refunded_ckb\n",
  }),
})

export const listPayouts = contract({
  method: "GET",
  path: "/api/account/{address}/payouts",
  summary: "What this address was paid on chain, or is being paid, newest first",
  access: "party",
  limit: "read",
  cors: true,
  paged: true,
  params: addressParams,
  query: payoutsQuery,
  reply: z.array(receivedPayoutReply),
})

export const exportPayouts = contract({
  method: "GET",
  path: "/api/account/{address}/payouts.csv",
  summary: "All that this address was paid on chain, newest first, as a table",
  access: "party",
  limit: "read",
  params: addressParams,
  stream: "text/csv",
  reply: z.string().meta({
    example:
      "time,kind,status,amount_ckb,network_fee_ckb,received_ckb,received_shannons,payments,settlement_id,tx_hash\n",
  }),
})
