import type { Config } from "@/lib/config"
import type { Context } from "@/lib/context"
import { Paused } from "@/lib/errors"
import { reconcile } from "@/lib/ledger/reconcile"
import { expirePayments } from "@/lib/payment/expire"
import { settle } from "@/lib/settlement/settle"
import { expireWithdrawals } from "@/lib/withdrawal/expire"
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
  description: "Lets go of prepared payments and withdrawals that nobody signed in time",
  schedule: () => "* * * * *",
  async handler(ctx) {
    const payments = await expirePayments(ctx)
    const withdrawals = await expireWithdrawals(ctx)
    return { expired: payments.expired + withdrawals.expired }
  },
}

export const settleJob: Job = {
  id: "settle",
  description: "Pays every party whose payable entries reach their threshold",
  schedule: (config) => config.settlementCron,
  event: "micropay/settle.requested",
  async handler(ctx): Promise<JobResult> {
    try {
      const { settlements } = await settle(ctx)
      return { settlements: settlements.map(Number) }
    } catch (error) {
      // What the operator or an alarm has stopped is no failure of this job, each minute anew.
      if (error instanceof Paused) return { paused: true }
      throw error
    }
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
