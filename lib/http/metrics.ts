import { Counter, Gauge, Histogram, Registry } from "prom-client"
import type { Context } from "@/lib/context"
import { readOverdueJobs } from "@/lib/jobs/overdue"
import { jobs } from "@/lib/jobs/registry"
import { totalOwed } from "@/lib/ledger/entries"
import { countPayments } from "@/lib/payment/query"
import { summarizePool } from "@/lib/pool/query"
import { poolLevel } from "@/lib/pool/usage"
import { perProcess } from "@/lib/process"
import { cached } from "./cached"

const GOOD_FOR_MS = 1_000

const http = () =>
  perProcess("http-metrics", () => {
    const registry = new Registry()
    const labelNames = ["method", "route", "status"] as const
    return {
      registry,
      requests: new Counter({
        name: "micropay_http_requests_total",
        help: "Requests answered",
        labelNames,
        registers: [registry],
      }),
      seconds: new Histogram({
        name: "micropay_http_request_duration_seconds",
        help: "Time to answer a request",
        labelNames: ["method", "route"],
        buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
        registers: [registry],
      }),
    }
  })

/** @param route the path's template: real paths would make a series for each payment */
export function countRequest(method: string, route: string, status: number, seconds: number): void {
  const { requests, seconds: histogram } = http()
  requests.inc({ method, route, status })
  histogram.observe({ method, route }, seconds)
}

/** This instance's requests, and what the database holds, in Prometheus' text format. */
export async function metricsText(ctx: Context): Promise<{ text: string; contentType: string }> {
  const { registry } = http()
  const business = await cached("metrics", ctx.db, GOOD_FOR_MS, () => businessMetrics(ctx))
  const parts = await Promise.all([registry.metrics(), business.metrics()])
  return { text: parts.join("\n"), contentType: registry.contentType }
}

/**
 * A fresh registry each time: what a row no longer says must not stay. Shannons above 2^53 lose digits here, as every
 * gauge does.
 */
async function businessMetrics(ctx: Context): Promise<Registry> {
  const [pool, level, owed, payments, overdue] = await Promise.all([
    summarizePool(ctx),
    poolLevel(ctx),
    totalOwed(ctx),
    countPayments(ctx),
    readOverdueJobs(ctx),
  ])
  const registry = new Registry()
  const gauge = (name: string, help: string, labelNames: string[] = []) =>
    new Gauge({ name, help, labelNames, registers: [registry] })
  const cells = gauge("micropay_pool_cells", "The platform's live cells", ["state"])
  const capacity = gauge("micropay_pool_capacity_shannons", "Capacity of the platform's live cells", ["state"])
  for (const [state, sum] of Object.entries(pool)) {
    cells.set({ state }, sum.cells)
    capacity.set({ state }, Number(sum.capacity))
  }
  gauge("micropay_pool_lendable", "Cells that a sender can be lent now").set(level.lendable)
  gauge("micropay_pool_low", "1 while fewer than a quarter of the wanted cells can be lent").set(level.low ? 1 : 0)
  gauge("micropay_owed_shannons", "What is owed to all parties and not paid on chain yet").set(Number(owed))
  const byStatus = gauge("micropay_payments", "Payments", ["status"])
  for (const { status, count } of payments) byStatus.set({ status }, Number(count))
  const jobOverdue = gauge("micropay_job_overdue", "1 while nobody has begun a job for three times in a row", ["job"])
  for (const { id } of jobs) jobOverdue.set({ job: id }, overdue.includes(id) ? 1 : 0)
  return registry
}
