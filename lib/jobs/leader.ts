import type { Context } from "@/lib/context"
import { inVerb } from "@/lib/failpoint"
import { createFailureLog } from "@/lib/failure-log"
import { expirePayments } from "@/lib/payment/expire"
import { watchReconciliation } from "@/lib/reconciliation/overdue"
import { sleep } from "@/lib/sleep"
import { followChain } from "@/lib/tracking/follow"
import { resendTransactions } from "@/lib/transaction/resend"
import { openLockSession } from "./session"

/** Work of the leading instance that must be quicker than cron. */
export interface Loop {
  name: string
  everyMs: number
  /** @returns "again" when there may be more to do at once */
  run(ctx: Context): Promise<"again" | "wait">
}

export interface Leader {
  isLeading(): boolean
  /** Gives the lead to another instance; resolves when the loops have ended. */
  stop(): Promise<void>
}

const LOCK = "leader"
const TRY_AGAIN_MS = 2_000
const LONGEST_BACKOFF_MS = 10_000

function standardLoops(ctx: Context): Loop[] {
  return [
    {
      name: "follow-chain",
      // A block comes every second on the devnet, every 8 to 48 seconds elsewhere.
      everyMs: ctx.config.network === "devnet" ? 500 : 3_000,
      run: async () => ((await followChain(ctx)).blocks > 0 ? "again" : "wait"),
    },
    {
      name: "resend",
      everyMs: 2_000,
      run: async () => ((await resendTransactions(ctx)).sent > 0 ? "again" : "wait"),
    },
    // Holds last two minutes: a cell should not stay held for a third one until cron comes by.
    { name: "expire-payments", everyMs: 5_000, run: () => expirePayments(ctx).then(() => "wait") },
    // Here and not by cron: it is to notice that cron does not come by.
    { name: "watch-reconciliation", everyMs: 30_000, run: () => watchReconciliation(ctx).then(() => "wait") },
  ]
}

/**
 * Tries to become the one instance that follows the chain and sends again, and does so while it is. Of several instances on one
 * database one leads; the others try every two seconds, so that a dead leader is soon replaced.
 *
 * The lead is an advisory lock on a connection of its own. When that connection is lost, so is the lead: the loops begin nothing
 * more. What they have begun may overlap with the next leader's work, which is why each verb guards its own updates.
 */
export function startLeader(ctx: Context, loops: readonly Loop[] = standardLoops(ctx)): Leader {
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
          ctx.log.info({ loops: loops.map(({ name }) => name) }, "leading")
          await Promise.all(loops.map((loop) => runLoop(ctx, loop, over)))
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
  const failures = createFailureLog(ctx, loop.name)
  let wait = loop.everyMs
  while (!over.aborted) {
    try {
      const next = await inVerb(loop.name, () => loop.run(ctx))
      failures.worked()
      wait = next === "again" ? 0 : loop.everyMs
    } catch (error) {
      failures.failed(error)
      wait = Math.min(Math.max(wait, loop.everyMs) * 2, LONGEST_BACKOFF_MS)
    }
    await sleep(wait, over)
  }
}
