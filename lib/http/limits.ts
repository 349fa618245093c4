import { RateLimiterMemory, RateLimiterRes } from "rate-limiter-flexible"
import type { Context } from "@/lib/context"
import { RateLimited } from "@/lib/errors"
import type { Limit } from "./contract"
import { perProcess } from "./process"
import { countCall } from "./shared-counts"

/** Calls a minute that one network may make, on all instances together. */
const CALLS_A_MINUTE: Record<Limit, number> = { prepare: 30, write: 120, read: 600, probe: 600 }

const LOGIN_FAILURES = { points: 10, duration: 60 }
/** From all addresses together: behind a proxy that trusts its client's headers an attacker can have any address. */
const LOGIN_FAILURES_OF_ALL = { points: 100, duration: 600 }

const limiters = () =>
  perProcess("limiters", () => ({
    login: new RateLimiterMemory(LOGIN_FAILURES),
    loginOfAll: new RateLimiterMemory(LOGIN_FAILURES_OF_ALL),
  }))

/**
 * Lets a call pass, or not, by how many its network has made in the last minute. There are no limits on the devnet.
 *
 * @param network as `addressOf` names it
 * @throws RateLimited with the seconds to wait
 */
export function limitCalls(ctx: Pick<Context, "db" | "log" | "config">, limit: Limit, network: string): void {
  if (ctx.config.network === "devnet") return
  const retryAfter = countCall(ctx, `${limit} ${network}`, CALLS_A_MINUTE[limit])
  if (retryAfter === 0) return
  throw new RateLimited(
    `Your network (one IPv4 address, or one /64 of IPv6) may make ${CALLS_A_MINUTE[limit]} such calls a minute. Nothing was done. Try again in ${retryAfter} ${retryAfter === 1 ? "second" : "seconds"}.`,
    { retryAfter },
  )
}

/**
 * Compares a password, but no more often than the limits allow. An attempt is counted before the comparison, so that many at once
 * get no more tries than one after another, and taken back when it was right.
 *
 * @throws RateLimited with the seconds to wait
 */
export async function limitLogin(address: string, isRight: () => boolean): Promise<boolean> {
  const { login, loginOfAll } = limiters()
  await consume(login, address)
  await consume(loginOfAll, "all")
  if (!isRight()) return false
  await Promise.all([login.reward(address, 1), loginOfAll.reward("all", 1)])
  return true
}

async function consume(limiter: RateLimiterMemory, key: string): Promise<void> {
  try {
    await limiter.consume(key)
  } catch (refusal) {
    if (!(refusal instanceof RateLimiterRes)) throw refusal
    throw new RateLimited("Too many requests from your address. Nothing was done. Wait a moment and try again.", {
      retryAfter: refusal.msBeforeNext / 1000,
    })
  }
}
