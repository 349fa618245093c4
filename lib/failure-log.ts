import { FalseAnswer } from "@/lib/chain/verify-block"
import type { Context } from "./context"
import { describeFailure } from "./failure"

const REPEAT_MS = 5 * 60_000

/** The log of something that is tried for ever. */
export interface FailureLog {
  failed(error: unknown): void
  worked(): void
}

/**
 * Logs a failure once and not at each try: again when the reason changes or has lasted for five more minutes, and once
 * more when it works again. A node that is down for a night would write a line each second otherwise.
 *
 * @param what the thing that fails, for example `follow-chain`
 */
export function createFailureLog({ log, config }: Pick<Context, "log" | "config">, what: string): FailureLog {
  let failures = 0
  let since = 0
  let reason = ""
  let loggedAt = 0
  return {
    failed(error) {
      const now = Date.now()
      const text = describeFailure(error, config)
      if (failures === 0) since = now
      failures += 1
      if (text === reason && now - loggedAt < REPEAT_MS) return
      reason = text
      loggedAt = now
      if (error instanceof FalseAnswer) log.error({ what, reason, failures }, "alarm: the node's answer is false")
      else log.warn({ what, reason, failures }, "failing, will be tried again")
    },
    worked() {
      if (failures > 0) log.info({ what, failures, seconds: Math.round((Date.now() - since) / 1000) }, "works again")
      failures = 0
      reason = ""
    },
  }
}
