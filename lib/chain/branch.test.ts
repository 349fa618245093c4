import { describe, expect } from "vitest"
import { type Call, type NodeProxy, startNodeProxy } from "@/faults/proxy"
import type { Hex } from "@/lib/hex"
import { followChain } from "@/lib/tracking/follow"
import { currentTip } from "@/lib/transaction/tip"
import { startPlatform } from "@/test/support/context"
import { sharedStage } from "@/test/support/stage"
import { nextBlock } from "./blocks"
import { verifyFirstBlock } from "./branch"
import type { RpcHeader } from "./molecule"
import type { Work } from "./work"

/** The rules of a chain with work, on one where nobody has to do any. */
const work: Work = { finish: () => new Uint8Array(32), easiest: 1n << 256n }

const it = sharedStage()
  .extend("proxy", { scope: "file" }, async ({ chain }, { onCleanup }) => {
    const proxy = await startNodeProxy(chain.rpcUrl)
    onCleanup(() => proxy.stop())
    return proxy
  })
  .override("platform", async ({ chain, proxy }, { onCleanup }) => {
    const platform = await startPlatform({ ...chain, rpcUrl: proxy.url }, { cells: 0 })
    onCleanup(() => platform.stop())
    return platform
  })
  .override("ctx", async ({ chain, platform }) => {
    const ctx = { ...platform.ctx, chain: { ...platform.ctx.chain, work } }
    await chain.mine(10)
    await followChain(ctx)
    return ctx
  })
  .extend("known", ({ ctx }) => async () => {
    const tip = await currentTip(ctx)
    if (!tip) throw new Error("nothing is followed")
    return tip
  })
it.beforeEach(({ proxy }) => {
  proxy.lie = undefined
})

const isAt = ({ method, params }: Call, name: string, number: bigint) =>
  method === name && BigInt(params[0] as Hex) === number

describe("on a chain with work", () => {
  it("blocks are followed, and a real reorganisation is", async ({ chain, ctx, known }) => {
    const before = await known()
    const { hash } = await chain.rpc<RpcHeader>("get_header_by_number", "0x6")
    await chain.truncate(hash)
    await chain.mine(8)
    await followChain(ctx)
    const after = await known()
    expect(after.number).toBe(14n)
    expect(await chain.rpc("get_block_hash", `0x${before.number.toString(16)}`)).not.toBe(before.hash)
  })

  it("a block without work is not taken in", async ({ chain, ctx, known }) => {
    const tip = await known()
    await chain.mine(1)
    const none = { ...work, finish: () => new Uint8Array(32).fill(0xff) }
    const without = { ...ctx.chain, work: none }
    await expect(nextBlock(without, tip)).rejects.toThrow("nobody has done the work for it")
    await expect(verifyFirstBlock(without, tip.hash)).rejects.toThrow("nobody has done the work for it")
    await expect(verifyFirstBlock({ ...ctx.chain, work: { ...work, easiest: 1n } }, tip.hash)).rejects.toThrow("false")
    expect((await nextBlock(ctx.chain, tip)).block?.number).toBe(tip.number + 1n)
  })

  it("the block that is known measures the next one: its header cannot be another", async ({
    chain,
    proxy,
    ctx,
    known,
  }) => {
    const tip = await known()
    await chain.mine(1)
    for (const change of [{ epoch: "0x1" }, { hash: `0x${"11".repeat(32)}` }]) {
      proxy.lie = ({ method }, result) => (method === "get_header" ? { ...(result as object), ...change } : result)
      await expect(nextBlock(ctx.chain, tip)).rejects.toMatchObject({ code: "CHAIN_ERROR" })
    }
  })

  it.for<[string, (tip: bigint) => NonNullable<NodeProxy["lie"]>]>([
    ["by a word", (tip) => (call, result) => (isAt(call, "get_block_hash", tip) ? `0x${"11".repeat(32)}` : result)],
    [
      "by headers that have no hash of their own",
      (tip) => (call, result) => {
        if (isAt(call, "get_block_hash", tip)) return `0x${"11".repeat(32)}`
        return isAt(call, "get_header_by_number", tip)
          ? { ...(result as object), hash: `0x${"11".repeat(32)}` }
          : result
      },
    ],
    [
      "by a chain that has none of our blocks",
      () => (call, result) =>
        call.method === "get_block_hash" || call.method === "get_header_by_number"
          ? call.method === "get_block_hash"
            ? `0x${"11".repeat(32)}`
            : { ...(result as object), hash: `0x${"22".repeat(32)}` }
          : result,
    ],
  ])("what is known is not taken back %s", async ([_, lie], { proxy, ctx, known }) => {
    await followChain(ctx)
    const tip = await known()
    proxy.lie = lie(tip.number)
    for (let tries = 0; tries < 3; tries++)
      await expect(followChain(ctx)).rejects.toMatchObject({ code: "CHAIN_ERROR" })
    expect(await known()).toEqual(tip)
  })
})
