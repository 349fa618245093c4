import { getStatus as contract, statusJson } from "@/lib/http/api/service"
import { cached } from "@/lib/http/cached"
import { endpoint } from "@/lib/http/methods"
import { whatIsPaused } from "@/lib/pause"

/** Every open checkout asks, so they share an answer. */
const GOOD_FOR_MS = 1_000

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = endpoint(contract, async ({ ctx }) => {
  const paused = await cached("status", ctx.db, GOOD_FOR_MS, () => whatIsPaused(ctx.db))
  return statusJson(paused)
})
