import { expect } from "vitest"
import type { Context } from "@/lib/context"
import { ckb } from "@/test/support/payment"
import { sharedStage } from "@/test/support/stage"
import { startFollowing } from "./start"

const it = sharedStage({ cells: 0 })

/** As on a new database, with a node whose index says another capacity. */
function withCapacity(ctx: Context, capacity: bigint | undefined): Context {
  const { rpc } = ctx.chain
  const call = async <T>(method: string, params?: unknown[]) => {
    const answer = await rpc.call<T>(method, params)
    if (method === "get_cells" && capacity !== undefined)
      for (const cell of (answer as { objects: { output: { capacity: string } }[] }).objects)
        cell.output.capacity = `0x${capacity.toString(16)}`
    return answer
  }
  return { ...ctx, chain: { ...ctx.chain, rpc: { ...rpc, call } } }
}

it("what the platform has at the first boot is looked up in the transactions that made it", async ({ chain, ctx }) => {
  await chain.fund(ctx.chain.platform.address, ckb("1000"))
  await ctx.db.$executeRaw`DELETE FROM block`
  await expect(startFollowing(withCapacity(ctx, ckb("900")))).rejects.toMatchObject({ code: "CHAIN_ERROR" })
  expect(await ctx.db.platformCell.count()).toBe(0)
  await startFollowing(withCapacity(ctx, undefined))
  expect(await ctx.db.platformCell.findMany()).toMatchObject([{ capacity: ckb("1000") }])
})
