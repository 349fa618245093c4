import { z } from "zod"
import "zod-openapi"
import { DECISIONS } from "@/lib/operator/four-eyes"
import { hash, id, shannons, time } from "./replies"

export const planReply = z
  .object({
    inputs: z.array(z.object({ id, capacity: shannons })).meta({ description: "Cells that go in" }),
    outputs: z.array(shannons).meta({ description: "What the platform's cells that come out hold" }),
    payout: shannons.nullable().meta({ description: "What leaves for the address" }),
    network_fee: shannons,
    tx_hash: hash,
  })
  .meta({ id: "PoolPlan" })
export type PlanJson = z.infer<typeof planReply>

export const operationReply = z.object({ id, tx_hash: hash }).meta({ id: "PoolOperationStarted" })

const decided = {
  status: z.enum(["done", "proposed"]).meta({ description: "proposed: another operator must confirm it" }),
  proposal: id.nullable(),
}
export const decidedReply = z.object(decided).meta({ id: "Decided" })
export type DecidedJson = z.infer<typeof decidedReply>

export const feesDecidedReply = z
  .object({ ...decided, id: id.nullable(), tx_hash: hash.nullable() })
  .meta({ id: "FeesDecided" })

export const confirmedReply = z
  .object({ tx_hash: hash.nullable().meta({ description: "Of a withdrawal of fees" }) })
  .meta({ id: "ProposalConfirmed" })

export const enrolmentReply = z
  .object({ secret: z.string().meta({ description: "Base32" }), uri: z.string() })
  .meta({ id: "SecondFactor", description: "For an authenticator app; shown once" })

export const poolOperationReply = z
  .object({
    id,
    kind: z.enum(["split", "merge", "self_spend", "fee_withdrawal"]),
    status: z.enum(["signed", "committed", "confirmed", "failed"]),
    amount: shannons.nullable().meta({ description: "What left the platform, of a fee withdrawal" }),
    recipient: z.string().nullable(),
    network_fee: shannons,
    tx_hash: hash,
    created_at: time,
  })
  .meta({ id: "PoolOperation" })
export type PoolOperationJson = z.infer<typeof poolOperationReply>

export const usageReply = z
  .object({
    low: z.boolean().meta({ description: "Fewer cells can be lent than low_below" }),
    lendable: z.int(),
    low_below: z.int(),
    buckets: z.array(
      z.object({
        from: time,
        free: z.int().meta({ description: "The fewest not claimed in any minute of the stretch" }),
        claimed: z.int().meta({ description: "The most" }),
        quarantined: z.int(),
        capacity: shannons,
        claimed_capacity: shannons,
      }),
    ),
  })
  .meta({ id: "PoolUsage" })
export type UsageJson = z.infer<typeof usageReply>

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

export const pauseReply = z
  .object({
    id,
    scope: z.enum(["prepare", "settlement", "all"]),
    reason: z.string(),
    detail: z.string(),
    created_at: time,
    resolved_at: time.nullable(),
  })
  .meta({ id: "Pause" })
export type PauseJson = z.infer<typeof pauseReply>

export const auditReply = z
  .object({ id, actor: z.string(), action: z.string(), subject: z.string(), reason: z.string(), created_at: time })
  .meta({ id: "AuditEntry" })
export type AuditJson = z.infer<typeof auditReply>

export const awaitingReply = z
  .object({
    settlement_limit: shannons.nullable().meta({ description: "null: any amount" }),
    day_limit: shannons.nullable(),
    day_left: shannons.nullable(),
    receivers: z.array(z.object({ receiver: z.string(), amount: shannons })),
    alone_limit: shannons
      .nullable()
      .meta({ description: "What one operator may decide alone in a day; null: any amount" }),
    approvals: z
      .array(z.object({ id, receiver: z.string().nullable(), amount: shannons, expires_at: time }))
      .meta({ description: "Given and not used; without a receiver: of the day's limit" }),
    proposals: z.array(
      z.object({
        id,
        action: z.enum(DECISIONS),
        recipient: z.string().nullable(),
        amount: shannons,
        reason: z.string(),
        actor: z.string(),
        created_at: time,
        expires_at: time,
      }),
    ),
  })
  .meta({ id: "AwaitingApproval" })
export type AwaitingJson = z.infer<typeof awaitingReply>

export const endedReply = z.object({ tx_hash: hash.meta({ description: "Of the transaction that is to end it" }) })

export const ranJobReply = z
  .object({
    status: z.enum(["ok", "busy", "failed"]),
    result: z.record(z.string(), z.unknown()).nullable(),
    error: z.string().nullable(),
  })
  .meta({ id: "JobOutcome" })
