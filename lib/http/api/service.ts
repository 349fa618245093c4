import { z } from "zod"
import { NETWORKS } from "@/lib/config-networks"
import type { ChainScripts } from "@/lib/config-scripts"
import type { Context } from "@/lib/context"
import type { Reconciliation } from "@/lib/reconciliation/reconcile"
import { contract } from "../contract"
import { addressSchema, amountSchema, hash, shannons } from "./fields"

export const faucetBody = z.strictObject({ address: addressSchema, amount: amountSchema })
export const mineBody = z.strictObject({ blocks: z.int().min(1).max(1_000) })

export const configReply = z
  .object({
    network: z.enum(NETWORKS),
    rpc_url: z.string(),
    explorer_url: z.string().nullable().meta({ description: "Where /transaction/HASH shows a transaction" }),
    platform_address: z.string(),
    platform_fee_bps: z.int(),
    min_withdrawal: shannons,
    confirmations: z.int(),
    hold_seconds: z.int(),
    genesis_hash: hash,
    // What the configuration has checked is not checked again, and to clients it is a matter of CCC's.
    scripts: (z.record(z.string(), z.unknown()) as unknown as z.ZodType<ChainScripts, ChainScripts>).meta({
      description: "Known scripts of a private chain, as CCC's clients take them",
    }),
  })
  .meta({ id: "Config" })
export type ConfigJson = z.infer<typeof configReply>

export const reconciliationReply = z
  .object({
    ok: z.boolean(),
    block: z.object({ number: z.int(), hash }),
    pool: z.object({ chain: shannons, ledger: shannons, difference: shannons }),
    owed: z.object({ entries: shannons, ledger: shannons, difference: shannons }),
  })
  .meta({ id: "Reconciliation" })
export type ReconciliationJson = z.infer<typeof reconciliationReply>

export const healthReply = z.object({ status: z.literal("ok") })
const check = z.object({ ok: z.boolean(), detail: z.string().meta({ description: "For people" }) })
export const readyReply = z
  .object({
    ready: z.boolean(),
    checks: z.object({
      database: check,
      node: check,
      pool: check,
      follower: check,
      jobs: check.extend({
        overdue: z
          .array(z.string())
          .meta({ description: "Ids of jobs that nobody has begun for three times in a row" }),
      }),
    }),
  })
  .meta({ id: "Readiness" })
export const faucetReply = z.object({ tx_hash: hash })
export const mineReply = z.object({ tip: z.int() })

export function reconciliationJson({ ok, block, pool, owed }: Reconciliation): ReconciliationJson {
  return {
    ok,
    block: { number: Number(block.number), hash: block.hash },
    pool: { chain: `${pool.chain}`, ledger: `${pool.ledger}`, difference: `${pool.difference}` },
    owed: { entries: `${owed.entries}`, ledger: `${owed.ledger}`, difference: `${owed.difference}` },
  }
}

/** What a client needs to know of this installation. */
export function configJson({ config, chain }: Pick<Context, "config" | "chain">): ConfigJson {
  return {
    network: config.network,
    rpc_url: config.publicRpcUrl,
    explorer_url: config.explorerUrl ?? null,
    platform_address: chain.platform.address,
    platform_fee_bps: Number(config.feeBps),
    min_withdrawal: config.minWithdrawal.toString(),
    confirmations: config.confirmations,
    hold_seconds: config.holdSeconds,
    genesis_hash: chain.genesisHash,
    scripts: config.scripts,
  }
}

export const getReconciliation = contract({
  method: "GET",
  path: "/api/reconciliation",
  summary: "Whether the platform's cells on chain hold exactly what the ledger says, at one block",
  access: "look",
  limit: "read",
  reply: reconciliationReply,
  errors: ["CHAIN_ERROR"],
})

export const getConfig = contract({
  method: "GET",
  path: "/api/config",
  summary: "What a client needs to know",
  access: "public",
  limit: "read",
  cors: true,
  reply: configReply,
})

const runningOrPaused = z.enum(["running", "paused"])
export const statusReply = z
  .object({
    payments: runningOrPaused.meta({ description: "Whether new payments can be prepared" }),
    payouts: runningOrPaused.meta({ description: "Whether balances are paid out and can be withdrawn" }),
  })
  .meta({ id: "Status" })

export function statusJson(paused: { payments: boolean; payouts: boolean }): z.infer<typeof statusReply> {
  const word = (isPaused: boolean) => (isPaused ? "paused" : "running")
  return { payments: word(paused.payments), payouts: word(paused.payouts) }
}

export const getStatus = contract({
  method: "GET",
  path: "/api/status",
  summary: "Whether the operator, or an alarm, has paused payments or payouts",
  access: "public",
  limit: "read",
  cors: true,
  reply: statusReply,
})

export const getHealth = contract({
  method: "GET",
  path: "/api/health",
  summary: "Whether the process answers",
  access: "public",
  reply: healthReply,
})

export const getReady = contract({
  method: "GET",
  path: "/api/ready",
  summary:
    "Whether payments can be taken: database, node, pool and jobs. 503 says what to mend. Looked at once a second.",
  access: "public",
  limit: "probe",
  reply: readyReply,
})

export const getOpenApi = contract({
  method: "GET",
  path: "/api/openapi.json",
  summary: "This document",
  access: "public",
  cors: true,
  reply: z.looseObject({ openapi: z.string() }),
})

export const faucet = contract({
  method: "POST",
  path: "/api/dev/faucet",
  summary: "Devnet: get CKB, up to 100,000 a call",
  access: "devnet",
  body: faucetBody,
  reply: faucetReply,
  errors: ["CHAIN_ERROR"],
})

export const mine = contract({
  method: "POST",
  path: "/api/dev/mine",
  summary: "Devnet: make blocks",
  access: "devnet",
  body: mineBody,
  reply: mineReply,
  errors: ["CHAIN_ERROR"],
})

export const getMetrics = contract({
  method: "GET",
  path: "/api/metrics",
  summary: "Metrics in Prometheus' text format",
  access: "reader",
  limit: "probe",
  text: true,
  reply: z
    .string()
    .meta({ example: 'micropay_http_requests_total{method="GET",route="/api/health",status="200"} 1\n' }),
})
