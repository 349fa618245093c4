import { ConfigError, loadConfig } from "@/lib/config"
import type { Context } from "@/lib/context"
import { stopEvents } from "@/lib/http/event-stream"
import { startLeader } from "@/lib/jobs/leader"
import { expectJobs } from "@/lib/jobs/overdue"
import { startScheduler } from "@/lib/jobs/scheduler"
import { createLogger } from "@/lib/log"
import { getBackgroundContext, getContext } from "@/lib/runtime"
import { createFailureLog } from "./failure-log"
import { sleep } from "./sleep"

const TRY_AGAIN_MS = 2_000
/** How long a request or a job may go on after the signal to stop; what is cut off then is found by the next start. */
const GRACE_MS = 10_000

/**
 * Starts the work that goes on beside the requests. Returns at once: while the database or the node cannot be reached,
 * the process serves `/api/ready` with 503 and keeps trying. What only a person can mend ends the process with 1 and
 * says how.
 */
export function boot(): void {
  const stopping = new AbortController()
  runInBackground(stopping.signal).catch(exitWithReason)

  // Next closes the server and ends the process once the open requests have been answered; it gives no bound.
  const stop = (signal: NodeJS.Signals) => {
    stopping.abort()
    stopEvents()
    setTimeout(() => process.exit(signal === "SIGINT" ? 130 : 143), GRACE_MS).unref()
  }
  process.once("SIGTERM", stop)
  process.once("SIGINT", stop)
}

async function runInBackground(stopping: AbortSignal): Promise<void> {
  const ctx = await waitForContext(stopping)
  if (!ctx) return
  expectJobs()
  const leader = startLeader(await getBackgroundContext("loops"))
  const scheduler = ctx.config.inngest.enabled ? undefined : startScheduler(await getBackgroundContext("jobs"))
  ctx.log.info(
    { network: ctx.config.network, jobs: scheduler ? "embedded scheduler" : "inngest" },
    "background work started",
  )
  await aborted(stopping)
  await Promise.all([leader.stop(), scheduler?.stop()])
  ctx.log.info("background work stopped")
}

/**
 * Tries until there is one: whatever comes up first, this process, the database or the node, the order must not matter.
 */
async function waitForContext(stopping: AbortSignal): Promise<Context | undefined> {
  const config = loadConfig()
  const failures = createFailureLog({ config, log: createLogger(config.logLevel) }, "start")
  while (!stopping.aborted) {
    try {
      const ctx = await getContext()
      failures.worked()
      return ctx
    } catch (error) {
      if (error instanceof ConfigError) throw error
      failures.failed(error)
      await sleep(TRY_AGAIN_MS, stopping)
    }
  }
  return undefined
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve()
    else signal.addEventListener("abort", () => resolve(), { once: true })
  })
}

function exitWithReason(error: unknown): void {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`)
  process.exit(1)
}
