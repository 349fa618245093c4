import { z } from "zod"
import { sum } from "@/lib/money"
import type { PoolOperation } from "@/lib/operator/query"
import type { Demand } from "@/lib/pool/demand"
import type { OperationPlan } from "@/lib/pool/operation"
import type { PoolCell, PoolSummary } from "@/lib/pool/query"
import { LIVE_CELL_STATES, OPERATION_KINDS, OPERATION_STATUSES, POOL_CHANGES } from "@/lib/pool/types"
import type { PoolLevel, UsageBucket } from "@/lib/pool/usage"
import { OWNER_KINDS } from "@/lib/transaction/owner"
import { contract } from "../contract"
import { hash, howMany, id, idSchema, page, reasonSchema, shannons, time, txHashSchema } from "./fields"

export const poolQuery = z.strictObject(page(1_000, 1_000))

/** As many as one transaction can make or spend. */
const cells = z.int().min(1).max(500).meta({ description: "add: new cells; merge: cells that go in" })
const operation = z.enum(POOL_CHANGES)
export const asPlanned = {
  inputs: z.array(idSchema).min(1).max(1_000).meta({ description: "The plan's inputs" }),
  tx_hash: txHashSchema.meta({ description: "The plan's hash: nothing else is signed" }),
  reason: reasonSchema,
}

export const planPoolBody = z.strictObject({ operation, cells }).meta({ id: "PoolPlanRequest" })
export const changePoolBody = z.strictObject({ operation, cells, ...asPlanned }).meta({ id: "PoolChangeRequest" })

export const usageQuery = z.strictObject({ hours: howMany(720, 24) })
export const operationsQuery = z.strictObject(page(200, 50))

const cellState = z.enum(LIVE_CELL_STATES).meta({
  description: "immature: a block reward that cannot be spent yet",
})
const cellSum = z.object({ cells: z.int(), capacity: shannons })

export const poolReply = z
  .object({
    summary: z.object({ free: cellSum, held: cellSum, claimed: cellSum, quarantined: cellSum, immature: cellSum }),
    oldest_hold_seconds: z.int().nullable(),
    cells: z.array(
      z.object({
        id,
        out_point: z.object({ tx_hash: hash, index: z.int() }),
        capacity: shannons,
        state: cellState,
        created_at: time,
        held_by: z.array(id).meta({ description: "Prepared payments that name it" }),
        claimed_by: z.object({ kind: z.enum(OWNER_KINDS), id }).nullable(),
      }),
    ),
  })
  .meta({ id: "Pool" })
export type PoolJson = z.infer<typeof poolReply>

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

export const poolOperationReply = z
  .object({
    id,
    kind: z.enum(OPERATION_KINDS),
    status: z.enum(OPERATION_STATUSES),
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
    needed: z.int().meta({
      description: "Cells that the load of the last quarter of an hour needs; the operator's bounds are not considered",
    }),
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

export function poolJson(summary: PoolSummary, oldestHoldSeconds: number | null, cells: PoolCell[]): PoolJson {
  const part = ({ cells, capacity }: PoolSummary["free"]) => ({ cells, capacity: capacity.toString() })
  return {
    summary: {
      free: part(summary.free),
      held: part(summary.held),
      claimed: part(summary.claimed),
      quarantined: part(summary.quarantined),
      immature: part(summary.immature),
    },
    oldest_hold_seconds: oldestHoldSeconds,
    cells: cells.map((cell) => ({
      id: Number(cell.id),
      out_point: { tx_hash: cell.outPoint.txHash, index: cell.outPoint.index },
      capacity: cell.capacity.toString(),
      state: cell.state,
      created_at: cell.createdAt.toISOString(),
      held_by: cell.heldBy.map(Number),
      claimed_by: cell.claimedBy && { kind: cell.claimedBy.kind, id: Number(cell.claimedBy.id) },
    })),
  }
}

export function planJson({ cells, payouts, outputs, built }: OperationPlan): PlanJson {
  return {
    inputs: cells.map(({ id, capacity }) => ({ id: Number(id), capacity: capacity.toString() })),
    outputs: outputs.map(String),
    payout: payouts.length === 0 ? null : sum(payouts.map(({ capacity }) => capacity)).toString(),
    network_fee: built.networkFee.toString(),
    tx_hash: built.hash,
  }
}

export function operationJson({ id, txHash }: { id: bigint; txHash: PlanJson["tx_hash"] }) {
  return { id: Number(id), tx_hash: txHash }
}

export function poolOperationJson(operation: PoolOperation): PoolOperationJson {
  return {
    id: Number(operation.id),
    kind: operation.kind,
    status: operation.status,
    amount: operation.amount?.toString() ?? null,
    recipient: operation.recipient,
    network_fee: operation.networkFee.toString(),
    tx_hash: operation.txHash,
    created_at: operation.createdAt.toISOString(),
  }
}

export function usageJson(
  { low, lendable, lowBelow }: PoolLevel,
  { lately }: Demand,
  buckets: UsageBucket[],
): UsageJson {
  return {
    low,
    lendable,
    low_below: lowBelow,
    needed: lately,
    buckets: buckets.map(({ from, free, claimed, quarantined, capacity, claimedCapacity }) => ({
      ...{ free, claimed, quarantined },
      from: from.toISOString(),
      capacity: capacity.toString(),
      claimed_capacity: claimedCapacity.toString(),
    })),
  }
}

export const getPool = contract({
  method: "GET",
  path: "/api/pool",
  summary: "The platform's live cells, and what holds them",
  access: "look",
  limit: "read",
  paged: true,
  query: poolQuery,
  reply: poolReply,
})

export const planPool = contract({
  method: "POST",
  path: "/api/pool/plan",
  summary: "What adding or merging cells would do and cost. Nothing is signed.",
  access: "operate",
  body: planPoolBody,
  reply: planReply,
  errors: ["STATE_MISMATCH", "INSUFFICIENT_BALANCE", "CHAIN_ERROR"],
})

export const changePool = contract({
  method: "POST",
  path: "/api/pool/change",
  summary: "Add or merge cells, exactly as a plan said",
  access: "operate",
  body: changePoolBody,
  status: 201,
  reply: operationReply,
  errors: ["STATE_MISMATCH", "INSUFFICIENT_BALANCE", "CHAIN_ERROR", "PAUSED", "CATCHING_UP", "SCHEMA_NEWER"],
})

export const listPoolOperations = contract({
  method: "GET",
  path: "/api/pool/operation",
  summary: "Transactions of the platform's own cells, newest first",
  access: "look",
  paged: true,
  query: operationsQuery,
  reply: z.array(poolOperationReply),
})

export const getUsage = contract({
  method: "GET",
  path: "/api/pool/usage",
  summary: "How the pool was used in the last hours, and whether it is low",
  access: "look",
  query: usageQuery,
  reply: usageReply,
})
