import { HELD } from "@/lib/chain/send"
import type { Context } from "@/lib/context"
import { type EventCount, readEventCounts } from "@/lib/event/count"
import { inngestAnswers } from "@/lib/jobs/inngest-server"
import { readOverdueJobs } from "@/lib/jobs/overdue"
import { totalOwed } from "@/lib/ledger/entries"
import type { Shannons } from "@/lib/money"
import { countOpenPayments } from "@/lib/payment/query"
import { type Demand, poolDemand } from "@/lib/pool/demand"
import { type PoolSummary, summarizePool } from "@/lib/pool/query"
import { type PoolLevel, poolLevel } from "@/lib/pool/usage"
import { readWebhookBacklog, type WebhookBacklog } from "@/lib/webhook/backlog"

/** What the whole installation is like now: the same at each instance, whichever is asked. */
export interface Figures {
  pool: PoolSummary
  level: PoolLevel
  demand: Demand
  owed: Shannons
  payments: Record<string, number>
  events: EventCount[]
  transactions: TransactionsOnTheirWay
  chain: { tip: bigint | undefined; followed: bigint | null; followedSeconds: number | null }
  jobs: { overdue: string[]; runs: { job: string; succeeded_at: Date | null; failed_at: Date | null }[] }
  reconciliation: ReconciliationFigures
  /** The newest proof of solvency, in shannons; undefined while there is none */
  solvency: { owed: bigint; held: bigint; created_at: Date } | undefined
  pauses: { scope: string; reason: string }[]
  webhooks: WebhookBacklog
  /** undefined: the jobs are not Inngest's */
  inngest: boolean | undefined
}

/** Signed, and in no block yet; ages in seconds, 0 where there is none. */
interface TransactionsOnTheirWay {
  uncommitted: number
  oldest_uncommitted: number
  /** of these, those that the node did not have when it was last asked to take them */
  unsent: number
  oldest_unsent: number
}

interface ReconciliationFigures {
  succeeded_at: Date | null
  exact_at: Date | null
  pool_difference: bigint | null
  owed_difference: bigint | null
}

/**
 * Everything that monitoring reads of the database, in one place. Each statement goes by an index of what is open, or
 * reads what was counted when it happened: none grows with what is over.
 */
export async function readFigures(ctx: Context): Promise<Figures> {
  const [pool, level, demand, owed, payments, events, transactions, chain] = await Promise.all([
    summarizePool(ctx),
    poolLevel(ctx),
    poolDemand(ctx),
    totalOwed(ctx),
    countOpenPayments(ctx),
    readEventCounts(ctx),
    readTransactions(ctx),
    readChain(ctx),
  ])
  const [overdue, runs, reconciliation, [solvency], pauses, webhooks, inngest] = await Promise.all([
    readOverdueJobs(ctx),
    ctx.db.$queryRaw<Figures["jobs"]["runs"]>`SELECT job, succeeded_at, failed_at FROM job_run`,
    readReconciliation(ctx),
    ctx.db.$queryRaw<NonNullable<Figures["solvency"]>[]>`
      SELECT owed, held, created_at FROM solvency_epoch ORDER BY block_number DESC LIMIT 1`,
    ctx.db.$queryRaw<Figures["pauses"]>`SELECT scope, reason FROM pause WHERE resolved_at IS NULL`,
    readWebhookBacklog(ctx),
    inngestAnswers(ctx),
  ])
  const jobs = { overdue, runs }
  return {
    ...{ pool, level, demand, owed, payments, events, transactions, chain },
    ...{ jobs, reconciliation, solvency, pauses, webhooks, inngest },
  }
}

async function readTransactions({ db }: Context): Promise<TransactionsOnTheirWay> {
  const [row] = await db.$queryRaw<TransactionsOnTheirWay[]>`
    SELECT count(*)::int AS uncommitted, count(*) FILTER (WHERE NOT held)::int AS unsent,
      coalesce(max(age), 0) AS oldest_uncommitted, coalesce(max(age) FILTER (WHERE NOT held), 0) AS oldest_unsent
    FROM (
      -- Of a payment that the node took at once nothing is noted. Until it is due again, it counts as taken.
      SELECT coalesce(last_answer = ANY(${[...HELD]}), next_check_at > now()) AS held,
        extract(epoch FROM clock_timestamp() - created_at)::float8 AS age
      FROM chain_transaction WHERE status = 'signed'
    ) waiting`
  return row ?? { uncommitted: 0, oldest_uncommitted: 0, unsent: 0, oldest_unsent: 0 }
}

/** A node that does not answer is a figure, and keeps no other from being read. */
async function readChain({ db, chain }: Context): Promise<Figures["chain"]> {
  const [tip, [block]] = await Promise.all([
    chain.rpc.call<string>("get_tip_block_number", [], { ms: 2_000, bytes: 1_000 }).then(BigInt, () => undefined),
    db.$queryRaw<{ number: bigint; seconds: number }[]>`
      SELECT number, extract(epoch FROM clock_timestamp() - processed_at)::float8 AS seconds
      FROM block ORDER BY number DESC LIMIT 1`,
  ])
  return { tip, followed: block?.number ?? null, followedSeconds: block?.seconds ?? null }
}

async function readReconciliation({ db }: Context): Promise<ReconciliationFigures> {
  const [row] = await db.$queryRaw<ReconciliationFigures[]>`
    SELECT succeeded_at, exact_at, pool_difference, owed_difference FROM reconciliation_watch`
  return row ?? { succeeded_at: null, exact_at: null, pool_difference: null, owed_difference: null }
}
