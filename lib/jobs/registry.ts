import type { PlatformActor } from "@/lib/actor"
import type { Config } from "@/lib/config"
import type { Context } from "@/lib/context"
import { CatchingUp, Paused, SchemaNewer } from "@/lib/errors"
import { countEvents } from "@/lib/event/count"
import { expireLinks } from "@/lib/link/expire"
import { endStuck } from "@/lib/operator/end-stuck"
import { checkTotals } from "@/lib/payment/check-totals"
import { expirePayments } from "@/lib/payment/expire"
import { resizePool } from "@/lib/pool/resize"
import { trimPool } from "@/lib/pool/trim"
import { samplePool } from "@/lib/pool/usage"
import { notePayoutTerms } from "@/lib/receiver/note-payout-terms"
import { watchReconciliation } from "@/lib/reconciliation/overdue"
import { reconcile } from "@/lib/reconciliation/reconcile"
import { raiseFees } from "@/lib/settlement/raise-fee"
import { settle } from "@/lib/settlement/settle"
import { anchorEpoch } from "@/lib/solvency/anchor"
import { makeEpoch } from "@/lib/solvency/make-epoch"
import { followChain } from "@/lib/tracking/follow"
import { resendTransactions } from "@/lib/transaction/resend"
import { deliverWebhooks } from "@/lib/webhook/deliver"
import { fanOutEvents, hasWebhooks } from "@/lib/webhook/fan-out"
import { expireWithdrawals } from "@/lib/withdrawal/expire"
import { topUp } from "@/lib/withdrawal/top-up"
import { InngestUnreachable, inngestAnswers } from "./inngest-server"
import { prune } from "./prune"

/** What a run has to say for itself: plain JSON, because Inngest stores it and the log prints it. */
export type JobResult = Record<string, string | number | boolean | readonly (string | number)[]>

/**
 * Work that is done again and again. A handler may run twice, in two processes, or be killed in the middle, so it asks
 * the database what is left to do.
 */
export interface Job<Id extends string = string> {
  id: Id
  description: string
  /** cron, UTC */
  schedule(config: Config): string
  /** The Inngest event that asks for a run now, beside the schedule. */
  event?: string
  handler(ctx: Context<PlatformActor>): Promise<JobResult>
}

/** Somebody asks for all payouts now. */
const SETTLE_REQUESTED = "micropay/settle.requested"

export const expireJob: Job<"expire-payments"> = {
  id: "expire-payments",
  description:
    "Lets go of prepared payments and withdrawals that nobody signed in time; tells of links that have ended",
  schedule: () => "* * * * *",
  async handler(ctx) {
    const payments = await expirePayments(ctx)
    const withdrawals = await expireWithdrawals(ctx)
    return { expired: payments.expired + withdrawals.expired, ...(await expireLinks(ctx)) }
  },
}

export const settleJob: Job<"settle"> = {
  id: "settle",
  description: "Pays every party whose payable entries reach their threshold",
  schedule: (config) => config.settlementCron,
  event: SETTLE_REQUESTED,
  handler: (ctx) =>
    unlessWaiting(async () => {
      const { settlements } = await settle(ctx)
      return { settlements: settlements.map(Number) }
    }),
}

export const topUpJob: Job<"top-up"> = {
  id: "top-up",
  description: "Pays into the anyone-can-pay cells of receivers who are owed 1 CKB or more",
  schedule: (config) => config.settlementCron,
  event: SETTLE_REQUESTED,
  handler: (ctx) =>
    unlessWaiting(async () => {
      const { withdrawals } = await topUp(ctx)
      return { withdrawals: withdrawals.map(Number) }
    }),
}

export const raiseFeesJob: Job<"raise-fees"> = {
  id: "raise-fees",
  description: "Pays the network more for the platform's own transactions that wait because fees have risen",
  schedule: () => "* * * * *",
  handler: (ctx) =>
    unlessWaiting(async () => {
      const { replaced, operations } = await raiseFees(ctx)
      return { replaced: replaced.map(Number), operations: operations.map(Number) }
    }),
}

export const endStuckJob: Job<"end-stuck"> = {
  id: "end-stuck",
  description: "Ends signed transactions that have been invalid, or without a cell that they spend, for an hour",
  schedule: () => "*/10 * * * *",
  handler: (ctx) => unlessWaiting(() => endStuck(ctx)),
}

/**
 * A pause, or blocks that are not taken in yet, is not a job failure; without this, each run meanwhile would be logged
 * as one.
 */
async function unlessWaiting(work: () => Promise<JobResult>): Promise<JobResult> {
  try {
    return await work()
  } catch (error) {
    if (error instanceof Paused) return { paused: true }
    if (error instanceof CatchingUp) return { catching_up: true }
    if (error instanceof SchemaNewer) return { schema_newer: true }
    throw error
  }
}

export const reconcileJob: Job<"reconcile"> = {
  id: "reconcile",
  description: "Compares the ledger with the platform's cells on chain",
  schedule: () => "*/5 * * * *",
  async handler(ctx) {
    const { ok } = await reconcile(ctx)
    return { ok }
  },
}

export const samplePoolJob: Job<"sample-pool"> = {
  id: "sample-pool",
  description: "Notes how the pool is used, and warns when few cells are left",
  schedule: () => "* * * * *",
  handler: async (ctx) => ({ ...(await samplePool(ctx)) }),
}

export const trimPoolJob: Job<"trim-pool"> = {
  id: "trim-pool",
  description: "Makes lendable cells out of those that have grown too large",
  schedule: () => "*/5 * * * *",
  handler: (ctx) => unlessWaiting(async () => ({ ...(await trimPool(ctx)) })),
}

export const resizePoolJob: Job<"resize-pool"> = {
  id: "resize-pool",
  description: "Makes more cells when payments need more than there are, and fewer when a day has not needed them",
  schedule: () => "* * * * *",
  handler: (ctx) => unlessWaiting(async () => ({ ...(await resizePool(ctx)) })),
}

export const pruneJob: Job<"prune"> = {
  id: "prune",
  description:
    "Deletes old block hashes, idempotency keys and samples of the pool; notes what receivers changed twice in a minute",
  schedule: () => "17 * * * *",
  handler: async (ctx) => ({ ...(await prune(ctx)), ...(await notePayoutTerms(ctx)) }),
}

export const checkTotalsJob: Job<"check-totals"> = {
  id: "check-totals",
  description: "Adds the payments of the last days up again, and compares that with what was counted",
  schedule: () => "43 3 * * *",
  handler: (ctx) => checkTotals(ctx),
}

export const proveSolvencyJob: Job<"prove-solvency"> = {
  id: "prove-solvency",
  description: "Makes public what the platform owes and holds, and puts the hash of it on the chain once an hour",
  schedule: () => "* * * * *",
  handler: (ctx) =>
    unlessWaiting(async () => {
      const made = await makeEpoch(ctx)
      const anchored = await anchorEpoch(ctx)
      return { epochs: made === undefined ? [] : [Number(made)], anchored: anchored !== undefined }
    }),
}

/** What runs on a schedule, by the embedded scheduler or by Inngest, and when an operator asks. */
export const jobs = [
  expireJob,
  settleJob,
  topUpJob,
  raiseFeesJob,
  endStuckJob,
  reconcileJob,
  samplePoolJob,
  trimPoolJob,
  resizePoolJob,
  pruneJob,
  checkTotalsJob,
  proveSolvencyJob,
] as const satisfies readonly Job[]

/** Work that must be quicker than cron: the leading instance repeats it, and Inngest knows nothing of it. */
export interface Loop<Id extends string = string> {
  id: Id
  everyMs(config: Config): number
  /** @returns "again" when there may be more to do at once, "sleep" when nobody needs it: it waits `SLEEP_MS` then */
  run(ctx: Context<PlatformActor>): Promise<"again" | "wait" | "sleep">
}

/** How long something that nobody needs yet goes unlooked at. */
export const SLEEP_MS = 10_000

export const followChainLoop: Loop<"follow-chain"> = {
  id: "follow-chain",
  // A block comes every second on the devnet, every 8 to 48 seconds elsewhere.
  everyMs: ({ network }) => (network === "devnet" ? 500 : 3_000),
  run: async (ctx) => ((await followChain(ctx)).blocks > 0 ? "again" : "wait"),
}

export const resendLoop: Loop<"resend"> = {
  id: "resend",
  everyMs: () => 2_000,
  run: async (ctx) => ((await resendTransactions(ctx)).sent > 0 ? "again" : "wait"),
}

/**
 * Expires payments as `expireJob` does, only sooner: holds last two minutes, and a cell should not stay held for a
 * third one until cron comes by. The job remains for withdrawals, which hold nothing, and for payments while no
 * instance leads.
 */
export const expirePaymentsLoop: Loop<typeof expireJob.id> = {
  id: expireJob.id,
  everyMs: () => 5_000,
  run: (ctx) => expirePayments(ctx).then(() => "wait"),
}

export const watchReconciliationLoop: Loop<"watch-reconciliation"> = {
  id: "watch-reconciliation",
  // Not a job, because its purpose is to notice when `reconcileJob` does not run.
  everyMs: () => 30_000,
  run: (ctx) => watchReconciliation(ctx).then(() => "wait"),
}

export const webhookLoop: Loop<"deliver-webhooks"> = {
  id: "deliver-webhooks",
  everyMs: () => 1_000,
  async run(ctx) {
    if (!(await hasWebhooks(ctx))) return "sleep"
    const handed = await fanOutEvents(ctx)
    const tried = await deliverWebhooks(ctx)
    return handed + tried > 0 ? "again" : "wait"
  },
}

export const watchInngestLoop: Loop<"watch-inngest"> = {
  id: "watch-inngest",
  everyMs: () => 30_000,
  // What a loop throws is logged once, and when it works again.
  async run(ctx) {
    if ((await inngestAnswers(ctx)) === false) throw new InngestUnreachable()
    return "wait"
  },
}

export const countEventsLoop: Loop<"count-events"> = {
  id: "count-events",
  // As often as monitoring usually asks.
  everyMs: () => 15_000,
  run: async (ctx) => ((await countEvents(ctx)) > 0 ? "again" : "wait"),
}

export const loops = [
  followChainLoop,
  resendLoop,
  webhookLoop,
  expirePaymentsLoop,
  watchReconciliationLoop,
  countEventsLoop,
  watchInngestLoop,
] as const satisfies readonly Loop[]
