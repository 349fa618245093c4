import type { Context } from "@/lib/context"
import { readFigures } from "@/lib/figures/read"
import { registryOf } from "@/lib/figures/registry"
import { meters } from "@/lib/meters"
import { cached } from "./cached"

const GOOD_FOR_MS = 1_000

/** @param route the path's template: real paths would make a series for each payment */
export function countRequest(method: string, route: string, status: number, seconds: number): void {
  const { httpRequests, httpSeconds } = meters()
  httpRequests.inc({ method, route, status })
  httpSeconds.observe({ method, route }, seconds)
}

/** What this instance has counted, and what the database knows, in Prometheus' text format. */
export async function metricsText(ctx: Context): Promise<{ text: string; contentType: string }> {
  const { registry } = meters()
  const figures = await cached("metrics", ctx.db, GOOD_FOR_MS, async () => registryOf(await readFigures(ctx)).metrics())
  return { text: [await registry.metrics(), figures].join("\n"), contentType: registry.contentType }
}
