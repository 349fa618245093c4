import { inVerb } from "@/lib/failpoint"
import { followChain } from "@/lib/tracking/follow"
import { makeBlock, truncate } from "@/test/support/blocks"
import { ckb } from "@/test/support/payment"
import type { Scenario } from "../scenario"
import { comesThrough, followUntilQuiet, nodeOf, payQuickly } from "../scenario-steps"

/** A payment is confirmed, and its blocks leave the chain: it is taken back, and comes again. */
export const loseBlocks: Scenario = {
  run: async (server) => {
    const { ctx } = server
    const rpc = nodeOf(ctx)
    const before = await rpc<string>("get_tip_block_number")
    await payQuickly(server, ckb("20"))
    await followUntilQuiet(ctx)
    const depth = Number(await rpc<string>("get_tip_block_number")) - Number(before)
    await truncate(rpc, await rpc<string>("get_block_hash", before))
    // The indexer follows a branch only when it has become the longer one.
    for (let made = 0; made <= depth; made++) await makeBlock(rpc)
    await inVerb("roll back", () => followChain(ctx))
    await comesThrough(ctx)
  },
  expect: async ({ payments, expect }) => {
    expect(payments).toHaveLength(1)
  },
}
