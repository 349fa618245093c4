import { RateLimiterMemory, RateLimiterRes } from "rate-limiter-flexible"
import { RateLimited } from "@/lib/errors"
import type { Limit } from "./contract"
import { perProcess } from "./process"

/** Calls a minute and address. Each instance counts for itself. */
const CALLS_A_MINUTE: Record<Limit, number> = { prepare: 30, write: 120, read: 600 }

const LOGIN_FAILURES = { points: 10, duration: 60 }
/** From all addresses together: behind a proxy that trusts its client's headers an attacker can have any address. */
const LOGIN_FAILURES_OF_ALL = { points: 100, duration: 600 }

const limiters = () =>
  perProcess("limiters", () => ({
    prepare: new RateLimiterMemory({ points: CALLS_A_MINUTE.prepare, duration: 60 }),
    write: new RateLimiterMemory({ points: CALLS_A_MINUTE.write, duration: 60 }),
    read: new RateLimiterMemory({ points: CALLS_A_MINUTE.read, duration: 60 }),
    login: new RateLimiterMemory(LOGIN_FAILURES),
    loginOfAll: new RateLimiterMemory(LOGIN_FAILURES_OF_ALL),
  }))

/** @throws RateLimited with the seconds to wait */
export async function limitCalls(limit: Limit, address: string): Promise<void> {
  await consume(limiters()[limit], address)
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
