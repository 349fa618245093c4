import type { Context } from "@/lib/context"
import { inVerb } from "@/lib/failpoint"
import type { Shannons } from "@/lib/money"
import { preparePayment } from "@/lib/payment/prepare"
import { submitPayment } from "@/lib/payment/submit"
import { followChain } from "@/lib/tracking/follow"
import { makeBlock, type Rpc } from "@/test/support/blocks"
import { sendAgain } from "@/test/support/payment"
import { rpcCall } from "@/test/support/rpc"
import type { Server } from "./scenario"

const MAX_BLOCKS = 40

/** What was signed goes out, and the chain has it. */
export async function comesThrough(ctx: Context): Promise<void> {
  await sendAgain(ctx)
  await followUntilQuiet(ctx)
}

/** Makes blocks and takes each in until nothing of ours waits for one. */
export async function followUntilQuiet(ctx: Context): Promise<void> {
  for (let made = 0; made < MAX_BLOCKS; made++) {
    await inVerb("follow", () => followChain(ctx))
    const waiting = await ctx.db.chainTransaction.count({ where: { status: { in: ["signed", "committed"] } } })
    if (waiting === 0) return
    await makeBlock(nodeOf(ctx))
  }
  throw new Error(`what was sent is not confirmed after ${MAX_BLOCKS} blocks`)
}

/** The node as the world has it: its calls have no failpoints. */
export function nodeOf(ctx: Context): Rpc {
  return (method, ...params) => rpcCall(ctx.config.rpcUrl.reveal(), method, params)
}

/** A payment whose own failpoints are not what a scenario is about. */
export async function payQuickly(
  { ctx, sender, receiver }: Pick<Server, "ctx" | "sender" | "receiver">,
  amount: Shannons,
) {
  const request = { sender: sender.address, receiver: receiver.address, amount, splits: [] }
  const { paymentId, rawTx } = await preparePayment(ctx, request)
  return submitPayment(ctx, { paymentId, rawTx: await sender.sign(rawTx) })
}
