import { AppError } from "@/lib/errors"
import { endStuck } from "@/lib/operator/end-stuck"
import { expirePayments } from "@/lib/payment/expire"
import { settle } from "@/lib/settlement/settle"
import { expireWithdrawals } from "@/lib/withdrawal/expire"
import { asPlatform } from "@/test/support/actors"
import type { TestChain } from "@/test/support/chain"
import type { TestPlatform } from "@/test/support/context"
import { sendAgain } from "@/test/support/payment"

/** Blocks after which all that was in flight must be over. */
const BOUND = 60
/** What has not committed by then could not for the whole time */
const PATIENT_BLOCKS = 30

/** What the jobs and loops of a running server do, until nothing waits: the bound is in blocks, not in time. */
export async function quiesce(
  platform: Pick<TestPlatform, "ctx" | "follow">,
  chain: Pick<TestChain, "mine">,
): Promise<void> {
  const { ctx } = platform
  await ctx.db.$executeRaw`UPDATE payment SET expires_at = now() WHERE status = 'prepared'`
  await ctx.db.$executeRaw`UPDATE withdrawal SET expires_at = now() WHERE status = 'prepared'`
  for (let block = 0; block < BOUND; block++) {
    await platform.follow()
    await expirePayments(ctx)
    await expireWithdrawals(ctx)
    const settled = await settle(ctx).catch((error: unknown) => {
      if (error instanceof AppError && error.code === "PAUSED") return { settlements: [] }
      throw error
    })
    await sendAgain(ctx)
    if (block === PATIENT_BLOCKS) await endHopeless(platform)
    const waiting = await ctx.db.chainTransaction.count({ where: { status: { in: ["signed", "committed"] } } })
    if (waiting === 0 && settled.settlements.length === 0) return
    await chain.mine()
  }
  const stuck = await ctx.db.chainTransaction.findMany({ where: { status: { in: ["signed", "committed"] } } })
  throw new Error(
    `I6: still waiting after ${BOUND} blocks: ${stuck.map((tx) => `${tx.status}, ${tx.lastAnswer}`).join("; ")}`,
  )
}

/** A day later, the platform ends what could not commit all the time. */
export async function endHopeless({ ctx }: Pick<TestPlatform, "ctx">): Promise<string[]> {
  await ctx.db.$executeRaw`
    UPDATE chain_transaction SET invalid_since = invalid_since - interval '1 day',
      unresolved_since = unresolved_since - interval '1 day',
      fee_refused_since = fee_refused_since - interval '1 day'`
  return (await endStuck(asPlatform(ctx))).ended
}
