import { z } from "zod"
import type { DayOfRevenue, FeeBalance } from "@/lib/ledger/fees"
import type { FeesDecided } from "@/lib/operator/withdraw-fees"
import { contract } from "../contract"
import { decided } from "./approval"
import { addressSchema, amountSchema, hash, howMany, id, shannons } from "./fields"
import { asPlanned, operationJson, planReply } from "./pool"

const withdrawal = { to: addressSchema, amount: amountSchema }
export const planFeesBody = z.strictObject(withdrawal).meta({ id: "FeePlanRequest" })
export const withdrawFeesBody = z.strictObject({ ...withdrawal, ...asPlanned }).meta({ id: "FeeWithdrawalRequest" })
export const feesQuery = z.strictObject({ days: howMany(366, 30) })

export const feesDecidedReply = z
  .object({ ...decided, id: id.nullable(), tx_hash: hash.nullable() })
  .meta({ id: "FeesDecided" })

export const feesReply = z
  .object({
    earned: shannons,
    withdrawn: shannons,
    network_fees: shannons,
    losses: shannons,
    withdrawable: shannons.meta({ description: "May be negative" }),
    days: z.array(z.object({ day: z.string(), platform_fees: shannons, network_fees: shannons })),
  })
  .meta({ id: "Fees" })
export type FeesJson = z.infer<typeof feesReply>

export function feesJson(balance: FeeBalance, days: DayOfRevenue[]): FeesJson {
  return {
    earned: balance.earned.toString(),
    withdrawn: balance.withdrawn.toString(),
    network_fees: balance.networkFees.toString(),
    losses: balance.losses.toString(),
    withdrawable: balance.withdrawable.toString(),
    days: days.map(({ day, platformFees, networkFees }) => ({
      day,
      platform_fees: platformFees.toString(),
      network_fees: networkFees.toString(),
    })),
  }
}

export function feesDecidedJson(decided: FeesDecided) {
  const { status } = decided
  if (status === "proposed") return { status, proposal: Number(decided.proposal), id: null, tx_hash: null }
  return { status, proposal: null, ...operationJson(decided) }
}

export const getFees = contract({
  method: "GET",
  path: "/api/fees",
  summary: "What the platform has earned and paid to the network, in total and by day",
  access: "look",
  query: feesQuery,
  reply: feesReply,
})

export const planFees = contract({
  method: "POST",
  path: "/api/fees/plan",
  summary: "What taking out earned fees would do and cost. Nothing is signed.",
  access: "approve",
  body: planFeesBody,
  reply: planReply,
  errors: ["INSUFFICIENT_BALANCE", "CHAIN_ERROR", "NO_PLATFORM_CELL"],
})

export const withdrawFees = contract({
  method: "POST",
  path: "/api/fees/withdraw",
  summary: "Take out earned fees, exactly as a plan said; above what one operator decides alone, propose it",
  access: "approve",
  body: withdrawFeesBody,
  status: 201,
  reply: feesDecidedReply,
  errors: [
    "STATE_MISMATCH",
    "INSUFFICIENT_BALANCE",
    "CHAIN_ERROR",
    "NO_PLATFORM_CELL",
    "PAUSED",
    "CATCHING_UP",
    "SCHEMA_NEWER",
  ],
})
