import { RateLimiterMemory, RateLimiterRes } from "rate-limiter-flexible"
import { RateLimited } from "@/lib/errors"
import type { Limit } from "./contract"
import { perProcess } from "./process"

/** Calls a minute and address. Each instance counts for itself. */
const CALLS_A_MINUTE: Record<Limit, number> = { prepare: 30, write: 120, read: 600 }

const limiters = () =>
  perProcess("limiters", () => ({
    prepare: new RateLimiterMemory({ points: CALLS_A_MINUTE.prepare, duration: 60 }),
    write: new RateLimiterMemory({ points: CALLS_A_MINUTE.write, duration: 60 }),
    read: new RateLimiterMemory({ points: CALLS_A_MINUTE.read, duration: 60 }),
  }))

/** Addresses that cannot come from the internet: proxies beside this server, and its own network. */
const PRIVATE = /^(::ffff:)?(127\.|10\.|192\.168\.|169\.254\.|172\.(1[6-9]|2\d|3[01])\.)|^(::1$|f[cd]|fe[89ab])/i

/**
 * Who is asking, for limits only. `guardRequests` has put the connection's own address last into X-Forwarded-For; from there
 * proxies in private networks are passed over, and the first other address is what the outermost of them saw. What stands before it
 * is only what the client says about itself.
 */
export function addressOf(request: Request): string {
  const hops = (request.headers.get("x-forwarded-for") ?? "").split(",").map((hop) => hop.trim())
  const client = hops.findLast((hop) => !PRIVATE.test(hop))
  return client || hops[0] || "unknown"
}

/** @throws RateLimited with the seconds to wait */
export async function limitCalls(limit: Limit, address: string): Promise<void> {
  try {
    await limiters()[limit].consume(address)
  } catch (refusal) {
    if (!(refusal instanceof RateLimiterRes)) throw refusal
    throw new RateLimited("Too many requests from your address. Nothing was done. Wait a moment and try again.", {
      retryAfter: refusal.msBeforeNext / 1000,
    })
  }
}
