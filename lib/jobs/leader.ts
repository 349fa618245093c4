import { actingAs, type Context } from "@/lib/context"
import { inVerb } from "@/lib/failpoint"
import { createFailureLog } from "@/lib/failure-log"
import { sleep } from "@/lib/sleep"
import { type Loop, loops, SLEEP_MS } from "./registry"
import { openLockSession } from "./session"

export interface Leader {
  isLeading(): boolean
  /** Gives the lead to another instance; resolves when the loops have ended. */
  stop(): Promise<void>
}

const LOCK = "leader"
const TRY_AGAIN_MS = 2_000
const LONGEST_BACKOFF_MS = 10_000

/**
 * Tries to become the one instance that follows the chain and sends transactions again, and does both while it leads.
 * Of several instances on one database one leads; the others try every two seconds, so that a dead leader is soon
 * replaced.
 *
 * The lead is an advisory lock on a connection of its own. When that connection is lost, so is the lead: the loops
 * begin nothing more. What they have begun may overlap with the next leader's work, which is why each verb guards its
 * own updates.
 */
export function startLeader(ctx: Context, list: readonly Loop[] = loops): Leader {
  const stopping = new AbortController()
  let leading = false

  const candidacy = async () => {
    const failures = createFailureLog(ctx, "leader election")
    while (!stopping.signal.aborted) {
      try {
        await standForElection()
        failures.worked()
      } catch (error) {
        failures.failed(error)
      }
      await sleep(TRY_AGAIN_MS, stopping.signal)
    }
  }

  /** Waits for the lead on one connection, leads, and returns when the lead is lost. */
  const standForElection = async () => {
    const session = await openLockSession(ctx.config.databaseUrl.reveal(), "leader")
    const over = AbortSignal.any([stopping.signal, session.lost])
    try {
      while (!over.aborted) {
        if (await session.tryLock(LOCK)) {
          leading = true
          ctx.log.info({ loops: list.map(({ id }) => id) }, "leading")
          await Promise.all(list.map((loop) => runLoop(ctx, loop, over)))
        } else {
          await sleep(TRY_AGAIN_MS, over)
        }
      }
    } finally {
      if (leading) ctx.log.info({ lost: session.lost.aborted }, "not leading any more")
      leading = false
      await session.close()
    }
  }

  const ended = candidacy()
  return {
    isLeading: () => leading,
    async stop() {
      stopping.abort()
      await ended
    },
  }
}

/** Repeats one loop until the signal. A failure is logged once, and tried again at growing intervals. */
async function runLoop(ctx: Context, loop: Loop, over: AbortSignal): Promise<void> {
  const failures = createFailureLog(ctx, loop.id)
  const own = actingAs(ctx, { kind: "platform", job: loop.id })
  const everyMs = loop.everyMs(ctx.config)
  let wait = everyMs
  while (!over.aborted) {
    try {
      const next = await inVerb(loop.id, () => loop.run(own))
      failures.worked()
      wait = { again: 0, wait: everyMs, sleep: SLEEP_MS }[next]
    } catch (error) {
      failures.failed(error)
      wait = Math.min(Math.max(wait, everyMs) * 2, LONGEST_BACKOFF_MS)
    }
    await sleep(wait, over)
  }
}
