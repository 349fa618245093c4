import { z } from "zod"
import { OWED_EVENTS } from "@/lib/ledger/types"
import { type Month, monthText, type Statement, type StatementLine } from "@/lib/receiver/statement"
import { contract } from "../contract"
import { addressParams, hash, id, shannons, time } from "./fields"

const monthSchema = z
  .string()
  .regex(/^20\d\d-(0[1-9]|1[0-2])$/, "must be a month, such as 2026-01")
  .transform((text): Month => ({ year: Number(text.slice(0, 4)), month: Number(text.slice(5)) }))
  .meta({ type: "string", description: "In UTC", example: "2026-01" })

export const statementQuery = z.strictObject({ month: monthSchema, format: z.enum(["json", "csv"]).optional() })

const change = z
  .string()
  .meta({ pattern: "^(0|-?[1-9][0-9]*)$", description: "Shannons; negative where less is owed afterwards" })

const statementLine = z.object({
  at: time,
  event: z.enum(OWED_EVENTS).meta({ description: "What was taken back by a reorganisation is an event too" }),
  amount: change,
  balance: change.meta({ description: "What is owed afterwards" }),
  payment: z
    .object({
      id,
      amount: shannons.meta({ description: "What the sender paid" }),
      platform_fee: shannons,
      sender: z.string(),
      info: z.string().nullable(),
      reference: z.string().nullable(),
      message: z.string().nullable(),
      link: z.object({ slug: z.string(), title: z.string() }).nullable(),
      tx_hash: hash,
    })
    .nullable(),
  payout: z
    .object({
      settlement_id: id,
      network_fee: shannons.meta({ description: "What this address has paid the network of it" }),
      tx_hash: hash,
    })
    .nullable(),
})

export const statementReply = z
  .object({
    address: z.string(),
    month: z.string(),
    opening: change.meta({ description: "What was owed when the month began" }),
    gross: change.meta({ description: "What payers have paid of what was credited" }),
    platform_fees: change,
    to_others: change.meta({ description: "Shares of others in the same payments" }),
    credited: change.meta({ description: "gross - platform_fees - to_others" }),
    refunds: change.meta({
      description: "What refunds gave to this address, less what they took from it",
    }),
    paid_out: change,
    closing: change.meta({ description: "opening + credited + refunds - paid_out" }),
    lines: z.array(statementLine).meta({ description: "The oldest first; the table has all of them" }),
    is_complete: z.boolean().meta({ description: "There are no more lines" }),
  })
  .meta({ id: "Statement", description: "In UTC. What it says of a month that is over never changes." })
export type StatementJson = z.infer<typeof statementReply>

export function statementJson(address: string, month: Month, statement: Statement): StatementJson {
  return {
    address,
    month: monthText(month),
    opening: statement.opening.toString(),
    gross: statement.gross.toString(),
    platform_fees: statement.platformFees.toString(),
    to_others: statement.toOthers.toString(),
    credited: statement.credited.toString(),
    refunds: statement.refunds.toString(),
    paid_out: statement.paidOut.toString(),
    closing: statement.closing.toString(),
    lines: statement.lines.map(lineJson),
    is_complete: statement.isComplete,
  }
}

function lineJson({ at, event, amount, balance, payment, payout }: StatementLine): StatementJson["lines"][number] {
  return {
    at: at.toISOString(),
    event,
    amount: amount.toString(),
    balance: balance.toString(),
    payment: payment && {
      id: Number(payment.id),
      amount: payment.amount.toString(),
      platform_fee: payment.platformFee.toString(),
      sender: payment.sender,
      info: payment.info,
      reference: payment.reference,
      message: payment.message,
      link: payment.link,
      tx_hash: payment.txHash,
    },
    payout: payout && {
      settlement_id: Number(payout.settlementId),
      network_fee: payout.networkFee.toString(),
      tx_hash: payout.txHash,
    },
  }
}

export const getStatement = contract({
  method: "GET",
  path: "/api/statement/{address}",
  summary: "What this address was owed when a month began and ended, and all that has changed it",
  access: "party",
  limit: "read",
  cors: true,
  table: true,
  params: addressParams,
  query: statementQuery,
  reply: statementReply,
})
