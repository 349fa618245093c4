import { AggregatorRegistry } from "prom-client"
import type { Context } from "@/lib/context"
import { readFigures } from "@/lib/figures/read"
import { registryOf } from "@/lib/figures/registry"
import { meters } from "@/lib/meters"
import { cached } from "./cached"
import { askSiblings } from "./siblings"

/** A figure as it is sent to another process. */
type MetricObject = { name: string; values: { labels: Record<string, string | number> }[] }

const GOOD_FOR_MS = 1_000

/** @param route the path's template: real paths would make a series for each payment */
export function countRequest(method: string, route: string, status: number, seconds: number): void {
  const { httpRequests, httpSeconds } = meters()
  httpRequests.inc({ method, route, status })
  httpSeconds.observe({ method, route }, seconds)
}

/** What this process has counted, for the others behind the same port. */
export function ownFigures(): Promise<MetricObject[]> {
  return meters().registry.getMetricsAsJSON() as Promise<MetricObject[]>
}

/**
 * What this instance has counted, and what the database knows, in Prometheus' text format. Of several processes behind
 * one port each has series of its own, told apart by `process`: one that is replaced begins again at 0, and a sum over
 * all would fall.
 */
export async function metricsText(ctx: Context): Promise<{ text: string; contentType: string }> {
  const { contentType } = meters().registry
  const figures = await cached("metrics", ctx.db, GOOD_FOR_MS, async () => registryOf(await readFigures(ctx)).metrics())
  return { text: [await countedText(), figures].join("\n"), contentType }
}

async function countedText(): Promise<string> {
  const { registry } = meters()
  const siblings = await askSiblings(await ownFigures())
  if (!siblings) return registry.metrics()
  const named = siblings.map(({ number, figures }) =>
    (figures as MetricObject[]).map((figure) => ({
      ...figure,
      values: figure.values.map((value) => ({ ...value, labels: { ...value.labels, process: String(number) } })),
    })),
  )
  return AggregatorRegistry.aggregate(named).metrics()
}
