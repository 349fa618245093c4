import { z } from "zod"
import type { SettlementRow, SettlementView } from "@/lib/settlement/query"
import { SETTLEMENT_STATUSES } from "@/lib/settlement/types"
import { contract } from "../contract"
import { hash, id, idParams, page, period, reasonBody, search, shannons, time } from "./fields"

export const settlementsQuery = z.strictObject({
  ...page(200, 50),
  ...period,
  status: z.enum(SETTLEMENT_STATUSES).optional(),
  search,
})

export const settlementReply = z
  .object({
    id,
    status: z.enum(SETTLEMENT_STATUSES).meta({ example: "confirmed" }),
    tx_hash: hash,
    amount: shannons,
    network_fee: shannons,
    created_at: time,
    updated_at: time,
    receivers: z.int().meta({ description: "How many parties it pays, or was to pay before it failed", example: 12 }),
  })
  .meta({ id: "Settlement" })
export type SettlementJson = z.infer<typeof settlementReply>

export const settlementWithPayoutsReply = settlementReply
  .extend({ payouts: z.array(z.object({ receiver: z.string(), amount: shannons })) })
  .meta({ id: "SettlementWithPayouts" })
export type SettlementWithPayoutsJson = z.infer<typeof settlementWithPayoutsReply>

export const payoutsStartedReply = z
  .object({
    settlements: z.array(id),
    withdrawals: z.array(id).describe("Into anyone-can-pay cells, which need no signature"),
  })
  .meta({ id: "PayoutsStarted" })
export type PayoutsStartedJson = z.infer<typeof payoutsStartedReply>

export function settlementJson(settlement: SettlementRow): SettlementJson {
  return {
    id: Number(settlement.id),
    status: settlement.status,
    tx_hash: settlement.txHash,
    amount: settlement.amount.toString(),
    network_fee: settlement.networkFee.toString(),
    created_at: settlement.createdAt.toISOString(),
    updated_at: settlement.updatedAt.toISOString(),
    receivers: settlement.receivers,
  }
}

export function settlementWithPayoutsJson(settlement: SettlementView): SettlementWithPayoutsJson {
  return {
    ...settlementJson(settlement),
    payouts: settlement.payouts.map(({ receiver, amount }) => ({ receiver, amount: amount.toString() })),
  }
}

export function payoutsStartedJson({
  settlements,
  withdrawals,
}: Record<"settlements" | "withdrawals", bigint[]>): PayoutsStartedJson {
  return { settlements: settlements.map(Number), withdrawals: withdrawals.map(Number) }
}

export const listSettlements = contract({
  method: "GET",
  path: "/api/settlement",
  summary: "Settlements with how many they paid, newest first",
  access: "reader",
  limit: "read",
  paged: true,
  query: settlementsQuery,
  reply: z.array(settlementReply),
})

export const getSettlement = contract({
  method: "GET",
  path: "/api/settlement/{id}",
  summary: "A settlement with what it paid",
  access: "reader",
  limit: "read",
  params: idParams,
  reply: settlementWithPayoutsReply,
  errors: ["NOT_FOUND"],
})

export const settleNow = contract({
  method: "POST",
  path: "/api/settlement",
  summary: "Pay everybody who is owed enough, now",
  access: "operate",
  limit: "write",
  idempotent: true,
  body: reasonBody,
  status: 202,
  reply: payoutsStartedReply,
  errors: ["CHAIN_ERROR", "PAUSED", "CATCHING_UP", "SCHEMA_NEWER"],
})
