import { Gauge, type Metric, Registry } from "prom-client"
import { DURATION_BOUNDS, type EventCount } from "@/lib/event/count"
import type { EventType } from "@/lib/event/types"
import { jobs } from "@/lib/jobs/registry"
import type { Figures } from "./read"

/** The steps of a payment whose durations are told apart, and the event that ends each. */
export const STAGES = {
  submitted: "payment.submitted",
  committed: "payment.committed",
  confirmed: "payment.confirmed",
  settled: "payout.confirmed",
} as const satisfies Record<string, EventType>

type Gauges = (name: string, help: string, labelNames?: string[]) => Gauge

/**
 * Figures in Prometheus' words. A fresh registry each time: what a row no longer says must not stay. Shannons above
 * 2^53 lose digits here, as every gauge does.
 */
export function registryOf(figures: Figures): Registry {
  const registry = new Registry()
  const gauge: Gauges = (name, help, labelNames = []) => new Gauge({ name, help, labelNames, registers: [registry] })
  tellPool(gauge, figures)
  tellPayments(gauge, figures)
  tellChain(gauge, figures)
  tellJobs(gauge, figures)
  tellReconciliation(gauge, figures)
  tellSolvency(gauge, figures)
  tellWebhooks(gauge, figures)
  for (const metric of [eventsTotal(figures.events), stageSeconds(figures.events)]) registry.registerMetric(metric)
  return registry
}

function tellPool(gauge: Gauges, { pool, level, demand, owed }: Figures): void {
  const cells = gauge("micropay_pool_cells", "The platform's live cells", ["state"])
  const capacity = gauge("micropay_pool_capacity_shannons", "Capacity of the platform's live cells", ["state"])
  for (const [state, sum] of Object.entries(pool)) {
    cells.set({ state }, sum.cells)
    capacity.set({ state }, Number(sum.capacity))
  }
  gauge("micropay_pool_lendable", "Cells that a sender can be lent now").set(level.lendable)
  gauge("micropay_pool_cells_needed", "Cells that the load of the last quarter of an hour needs").set(demand.lately)
  gauge("micropay_pool_low", "1 while fewer than a quarter of the wanted cells can be lent").set(level.low ? 1 : 0)
  gauge("micropay_owed_shannons", "What is owed to all parties and not paid on chain yet").set(Number(owed))
}

function tellPayments(gauge: Gauges, { payments, transactions, pauses }: Figures): void {
  const byStatus = gauge("micropay_payments", "Payments that are in this state now, and will leave it", ["status"])
  for (const [status, count] of Object.entries(payments)) byStatus.set({ status }, count)
  const { uncommitted, unsent, oldest_uncommitted, oldest_unsent } = transactions
  gauge("micropay_transactions_uncommitted", "Signed transactions that no block has").set(uncommitted)
  gauge("micropay_transaction_uncommitted_oldest_seconds", "Age of the oldest of them").set(oldest_uncommitted)
  gauge("micropay_transactions_unsent", "Of these, those that the node did not take when last asked").set(unsent)
  gauge("micropay_transaction_unsent_oldest_seconds", "Age of the oldest of them").set(oldest_unsent)
  const paused = gauge("micropay_paused", "1 for each pause that is open", ["scope", "reason"])
  for (const pause of pauses) paused.set(pause, 1)
}

function tellChain(gauge: Gauges, { chain: { tip, followed, followedSeconds } }: Figures): void {
  gauge("micropay_node_up", "1 while the CKB node answers").set(tip === undefined ? 0 : 1)
  if (tip !== undefined) gauge("micropay_node_tip_block", "The node's newest block").set(Number(tip))
  if (followed === null) return
  gauge("micropay_followed_block", "The newest block that is taken in").set(Number(followed))
  gauge("micropay_followed_block_age_seconds", "Since when it is").set(followedSeconds ?? 0)
  if (tip !== undefined)
    gauge("micropay_chain_lag_blocks", "Blocks that the node has and that are not taken in").set(
      Math.max(0, Number(tip - followed)),
    )
}

function tellJobs(gauge: Gauges, { jobs: { overdue, runs }, inngest }: Figures): void {
  const isOverdue = gauge("micropay_job_overdue", "1 while nobody has begun a job for three times in a row", ["job"])
  for (const { id } of jobs) isOverdue.set({ job: id }, overdue.includes(id) ? 1 : 0)
  const succeeded = gauge("micropay_job_last_success_timestamp_seconds", "When a job last succeeded", ["job"])
  const failed = gauge("micropay_job_last_failure_timestamp_seconds", "When a job last failed", ["job"])
  for (const { job, succeeded_at, failed_at } of runs) {
    if (succeeded_at) succeeded.set({ job }, secondsOf(succeeded_at))
    if (failed_at) failed.set({ job }, secondsOf(failed_at))
  }
  if (inngest !== undefined)
    gauge("micropay_inngest_up", "1 while Inngest's server answers; absent without Inngest").set(inngest ? 1 : 0)
}

function tellReconciliation(gauge: Gauges, { reconciliation }: Figures): void {
  const { succeeded_at, exact_at, pool_difference, owed_difference } = reconciliation
  if (succeeded_at)
    gauge(
      "micropay_reconciliation_last_success_timestamp_seconds",
      "When the books were last compared with the chain",
    ).set(secondsOf(succeeded_at))
  if (exact_at)
    gauge(
      "micropay_reconciliation_last_exact_timestamp_seconds",
      "When that last found no difference to the shannon",
    ).set(secondsOf(exact_at))
  const difference = gauge(
    "micropay_reconciliation_difference_shannons",
    "What it found last: the chain less the books of the pool, and entries less the books of what is owed",
    ["of"],
  )
  if (pool_difference !== null) difference.set({ of: "pool" }, Number(pool_difference))
  if (owed_difference !== null) difference.set({ of: "owed" }, Number(owed_difference))
}

function tellSolvency(gauge: Gauges, { solvency }: Figures): void {
  if (!solvency) return
  const said = gauge("micropay_solvency_shannons", "What the newest proof of solvency says", ["of"])
  said.set({ of: "owed" }, Number(solvency.owed))
  said.set({ of: "held" }, Number(solvency.held))
  gauge("micropay_solvency_last_epoch_timestamp_seconds", "When it was made").set(secondsOf(solvency.created_at))
}

function tellWebhooks(gauge: Gauges, { webhooks }: Figures): void {
  const { unhanded, waiting, oldestWaiting, failing, disabled } = webhooks
  gauge("micropay_webhook_events_unhanded", "Events not handed on to webhooks yet, counted up to 10000").set(unhanded)
  gauge("micropay_webhook_deliveries_waiting", "Messages that are not delivered yet").set(waiting)
  gauge("micropay_webhook_delivery_oldest_seconds", "Age of the oldest of them").set(oldestWaiting)
  gauge("micropay_webhooks_failing", "Webhooks that take nothing at present").set(failing)
  const ended = gauge("micropay_webhooks_disabled", "Webhooks that are sent nothing, and why", ["reason"])
  for (const [reason, count] of Object.entries(disabled)) ended.set({ reason }, count)
}

function secondsOf(time: Date): number {
  return time.getTime() / 1_000
}

function eventsTotal(events: EventCount[]): Metric {
  return counted(
    { name: "micropay_events_total", type: "counter", labelNames: ["type"] },
    "What has happened, since there are events",
    () => events.map(({ type, count }) => ({ labels: { type }, value: count })),
  )
}

function stageSeconds(events: EventCount[]): Metric {
  const name = "micropay_stage_duration_seconds"
  const help = "How long a payment took to this stage from the one before; settled: a payout, from its signature"
  return counted({ name, type: "histogram", labelNames: ["stage"] }, help, () =>
    Object.entries(STAGES).flatMap(([stage, type]) => {
      const found = events.find((event) => event.type === type)
      const { count, seconds, buckets } = found ?? { count: 0, seconds: 0, buckets: [] }
      let below = 0
      const bounds = [...DURATION_BOUNDS, "+Inf"].map((le, at) => {
        below += buckets[at] ?? 0
        return { metricName: `${name}_bucket`, labels: { le, stage }, value: below }
      })
      const sums = { sum: seconds, count }
      return [
        ...bounds,
        ...Object.entries(sums).map(([end, value]) => ({ metricName: `${name}_${end}`, labels: { stage }, value })),
      ]
    }),
  )
}

/** prom-client's own counters and histograms can only be counted up; these were counted elsewhere. */
function counted(
  { name, type, labelNames }: { name: string; type: "counter" | "histogram"; labelNames: string[] },
  help: string,
  values: () => unknown[],
): Metric {
  return {
    name,
    type,
    labelNames,
    get: async () => ({ name, help, type, aggregator: "sum", values: values() }),
  } as unknown as Metric
}
