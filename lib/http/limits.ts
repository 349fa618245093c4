import type { Context } from "@/lib/context"
import { RateLimited } from "@/lib/errors"
import { inSeconds } from "@/lib/in-seconds"
import type { Limit } from "./contract"
import { countCall } from "./shared-counts"

/** Calls a minute that one network may make, on all instances together. */
const CALLS_A_MINUTE: Record<Limit, number> = { prepare: 30, write: 120, read: 600, chain: 600, probe: 600 }

/** Whose calls are counted together: those of a network, as `addressOf` names it, or of a program with a secret key. */
export type Caller = { network: string } | { keyId: bigint }

/**
 * Lets a call pass, or not, by how many the caller has made in the last minute. There are no limits on the devnet.
 *
 * @param headers of the reply: told what is allowed and what of it is left (draft-ietf-httpapi-ratelimit-headers-10)
 * @throws RateLimited with the seconds to wait
 */
export function limitCalls(
  ctx: Pick<Context, "db" | "log" | "config">,
  limit: Limit,
  caller: Caller,
  headers: Headers,
): void {
  if (ctx.config.network === "devnet") return
  const [name, who] =
    "network" in caller
      ? [caller.network, "Your network (one IPv4 address, or one /64 of IPv6)"]
      : [`key ${caller.keyId}`, "This API key"]
  const allowed = CALLS_A_MINUTE[limit]
  const { left, retryAfter } = countCall(ctx, `${limit} ${name}`, allowed)
  headers.set("ratelimit-policy", `"${limit}";q=${allowed};w=60`)
  headers.set("ratelimit", `"${limit}";r=${left};t=${retryAfter || 60}`)
  if (retryAfter === 0) return
  throw new RateLimited(
    `${who} may make ${allowed} such calls a minute. Nothing was done. Try again in ${inSeconds(retryAfter)}.`,
    { retryAfter },
  )
}
