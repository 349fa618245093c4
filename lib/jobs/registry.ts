import type { Config } from "@/lib/config"
import type { Context } from "@/lib/context"
import { reconcile } from "@/lib/ledger/reconcile"
import { expirePayments } from "@/lib/payment/expire"
import { settle } from "@/lib/settlement/settle"
import { prune } from "./prune"

/** What a run has to say for itself: plain JSON, because Inngest stores it and the log prints it. */
export type JobResult = Record<string, string | number | boolean | readonly (string | number)[]>

/**
 * Work that is done again and again. A handler may be run twice, by two processes, or be killed in the middle: it decides by the
 * database what is left to do.
 */
export interface Job {
  id: string
  description: string
  /** cron, UTC */
  schedule(config: Config): string
  /** The Inngest event that asks for a run now, beside the schedule. */
  event?: string
  handler(ctx: Context): Promise<JobResult>
}

export const expireJob: Job = {
  id: "expire-payments",
  description: "Lets go of prepared payments that nobody signed in time",
  schedule: () => "* * * * *",
  handler: (ctx) => expirePayments(ctx),
}

export const settleJob: Job = {
  id: "settle",
  description: "Pays every party whose payable entries reach their threshold",
  schedule: (config) => config.settlementCron,
  event: "micropay/settle.requested",
  async handler(ctx) {
    const { settlements } = await settle(ctx)
    return { settlements: settlements.map(Number) }
  },
}

export const reconcileJob: Job = {
  id: "reconcile",
  description: "Compares the ledger with the platform's cells on chain",
  schedule: () => "*/5 * * * *",
  async handler(ctx) {
    const { ok } = await reconcile(ctx)
    return { ok }
  },
}

export const pruneJob: Job = {
  id: "prune",
  description: "Deletes old block hashes and idempotency keys",
  schedule: () => "17 * * * *",
  handler: (ctx) => prune(ctx),
}

export const jobs: readonly Job[] = [expireJob, settleJob, reconcileJob, pruneJob]
