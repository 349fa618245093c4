import { randomBytes } from "node:crypto"
import { describe, expect } from "vitest"
import type { RpcBlock } from "@/lib/chain/verify-block"
import type { Hex } from "@/lib/hex"
import { adoptTransaction } from "@/lib/operator/adopt-transaction"
import { settle } from "@/lib/settlement/settle"
import { followChain } from "@/lib/tracking/follow"
import { startPlatform } from "@/test/support/context"
import { ckb, pay, send, statusOf } from "@/test/support/payment"
import { describeOnEachStage, freshStage } from "@/test/support/stage"
import { expectInvariants } from "./invariants"
import { type Call, type NodeProxy, startNodeProxy } from "./proxy"

const random = (): Hex => `0x${randomBytes(32).toString("hex")}`

const stage = freshStage()
  .extend("proxy", async ({ chain }, { onCleanup }) => {
    const proxy = await startNodeProxy(chain.rpcUrl)
    onCleanup(() => proxy.stop())
    return proxy
  })
  /** An honest second node, with a line of its own */
  .extend("second", async ({ chain }, { onCleanup }) => {
    const second = await startNodeProxy(chain.rpcUrl)
    onCleanup(() => second.stop())
    return second
  })
  /** The same genesis, and from there on blocks of its own */
  .extend("other", { scope: "file" }, async ({ chainKind }, { onCleanup }) => {
    const other = await chainKind.start()
    onCleanup(() => other.stop())
    return other
  })
  /** Whom the platform asks beside the liar */
  .extend("checkUrl", "")
  .extend("platform", async ({ chain, proxy, checkUrl }, { onCleanup }) => {
    const env = { CONFIRMATIONS: "2", LOG_LEVEL: "silent", ...(checkUrl && { CKB_CHECK_RPC_URL: checkUrl }) }
    const platform = await startPlatform({ ...chain, rpcUrl: proxy.url }, { cells: 4, env })
    onCleanup(() => platform.stop())
    return platform
  })
  .extend(
    "tip",
    ({ chain }) =>
      async () =>
        Number(await chain.rpc<string>("get_tip_block_number")),
  )
  /** Nobody was credited, and the honest chain, when it is heard again, decides. */
  .extend("expectNothingCredited", ({ chain, proxy, platform, ctx }) => async (paymentId: bigint, txHash: Hex) => {
    for (let tries = 0; tries < 3; tries++)
      await expect(followChain(ctx)).rejects.toMatchObject({
        code: "CHAIN_ERROR",
        message: expect.stringContaining("false"),
      })
    expect(await statusOf(ctx, paymentId)).toEqual({ payment: "submitted", entries: ["pending", "pending"] })
    expect(await settle(ctx)).toEqual({ settlements: [] })
    proxy.lie = undefined
    await chain.commit(txHash)
    await platform.mine(2)
    expect((await statusOf(ctx, paymentId)).payment).toBe("confirmed")
    await expectInvariants(ctx)
  })
  .extend("openPauses", ({ ctx }) => async () => {
    const open = await ctx.db.pause.findMany({ where: { resolvedAt: null } })
    return open.map(({ scope, reason }) => [scope, reason])
  })
  .extend("otherCatchesUp", ({ other, tip }) => async () => {
    await other.mine(Math.max(1, (await tip()) + 1 - Number(await other.rpc("get_tip_block_number"))))
  })

/** Real blocks from after the payment on, with one thing changed where they hold it. */
function changing(proxy: NodeProxy, txHash: Hex, change: (block: RpcBlock, position: number) => void): void {
  proxy.lie = ({ method }: Call, result) => {
    if (method !== "get_block_by_number" || !result) return result
    const block = result as RpcBlock
    const position = block.transactions.findIndex(({ hash }) => hash === txHash)
    if (position >= 0) change(block, position)
    return block
  }
}

describeOnEachStage("a node that lies", stage, (it) => {
  describe("and is the only one", () => {
    it("invents blocks that hold a payment which no block has: nobody is credited", async ({
      chain,
      proxy,
      ctx,
      sender,
      receiver,
      tip,
      expectNothingCredited,
    }) => {
      const base = await tip()
      const { paymentId, txHash } = await send(ctx, sender, receiver, ckb("100"))
      const hashes = new Map<number, Hex>()
      const hashAt = (number: number) => hashes.get(number) ?? hashes.set(number, random()).get(number)
      const genesis = await chain.rpc<RpcBlock>("get_block_by_number", "0x0")
      const parent = await chain.rpc<Hex>("get_block_hash", `0x${base.toString(16)}`)
      proxy.lie = ({ method, params }: Call, result) => {
        const number = Number(params[0])
        if (!/^get_block_(hash|by_number)$/.test(method) || number <= base) return result
        if (method === "get_block_hash") return hashAt(number)
        const header = {
          ...genesis.header,
          number: `0x${number.toString(16)}`,
          hash: hashAt(number),
          parent_hash: number === base + 1 ? parent : hashAt(number - 1),
        }
        const paid = { ...genesis.transactions[0], hash: txHash, outputs: [], outputs_data: [] }
        return { header, transactions: [genesis.transactions[0], paid], proposals: [], uncles: [] }
      }
      await expectNothingCredited(paymentId, txHash)
    })

    it.for<[string, (block: RpcBlock, position: number) => void]>([
      [
        "drops the outputs of a payment that a block holds",
        ({ transactions }, position) => Object.assign(transactions[position] ?? {}, { outputs: [], outputs_data: [] }),
      ],
      [
        "gives the platform's cell another amount",
        ({ transactions }, position) =>
          Object.assign(transactions[position]?.outputs[1] ?? {}, { capacity: "0xffffffffffff" }),
      ],
      ["leaves a payment out of its block", ({ transactions }, position) => void transactions.splice(position, 1)],
      [
        "writes the platform's lock in capitals, so that its cell is overlooked",
        ({ transactions }, position) => {
          const lock = transactions[position]?.outputs[1]?.lock
          if (lock) lock.args = `0x${lock.args.slice(2).toUpperCase()}`
        },
      ],
    ])(
      "%s: nothing of the block is taken in",
      async ([, change], { chain, proxy, ctx, sender, receiver, expectNothingCredited }) => {
        const { paymentId, txHash } = await send(ctx, sender, receiver, ckb("100"))
        changing(proxy, txHash, change)
        await chain.commit(txHash)
        // Those before it are as they are.
        await followChain(ctx).catch(() => undefined)
        await expectNothingCredited(paymentId, txHash)
      },
    )

    it("shows another transaction to who adopts one: nothing is booked", async ({
      chain,
      proxy,
      platform,
      ctx,
      sender,
      receiver,
    }) => {
      const { txHash } = await pay(platform, chain, sender, receiver, ckb("100"))
      await platform.mine(2)
      // Of this one alone: those that made what it spends are shown as they are.
      proxy.lie = ({ method, params }: Call, result) => {
        if (method !== "get_transaction" || params[0] !== txHash) return result
        const { transaction } = result as { transaction: { outputs: { capacity: string }[] } | null }
        Object.assign(transaction?.outputs[0] ?? {}, { capacity: "0x2540be400" })
        return result
      }
      await expect(adoptTransaction(ctx, txHash, "a test")).rejects.toMatchObject({
        message: expect.stringContaining("another transaction under the hash"),
      })
    })
  })

  describe("on another branch than the second node's", () => {
    it.override("checkUrl", ({ other }) => other.rpcUrl)

    it("confirms nothing, pays nobody, and pauses settlement when that lasts", async ({
      chain,
      platform,
      ctx,
      sender,
      receiver,
      openPauses,
      otherCatchesUp,
    }) => {
      const { paymentId } = await pay(platform, chain, sender, receiver, ckb("100"))
      await otherCatchesUp()
      await platform.mine(3)
      expect(await statusOf(ctx, paymentId)).toEqual({ payment: "committed", entries: ["pending", "pending"] })
      await chain.mine(12)
      await otherCatchesUp()
      await platform.mine(1)
      expect((await statusOf(ctx, paymentId)).payment).toBe("committed")
      expect(await openPauses()).toEqual([["settlement", "second_node_disagrees"]])
      await expect(settle(ctx)).rejects.toMatchObject({ code: "PAUSED" })
    })

    it("ends no payment for a spend that only it has seen", async ({
      chain,
      platform,
      ctx,
      sender,
      receiver,
      otherCatchesUp,
    }) => {
      const { paymentId, txHash } = await send(ctx, sender, receiver, ckb("100"))
      await chain.rpc("remove_transaction", txHash)
      await chain.commit(await sender.spendAll(ckb("499.99")))
      await otherCatchesUp()
      await platform.mine(4)
      expect((await statusOf(ctx, paymentId)).payment).toBe("submitted")
    })
  })

  describe("and has a second one beside it that agrees", () => {
    it.override("checkUrl", ({ second }) => second.url)

    it("is believed, but not while the second one is down, behind or a stranger", async ({
      chain,
      platform,
      ctx,
      sender,
      receiver,
      second,
    }) => {
      const { paymentId } = await pay(platform, chain, sender, receiver, ckb("100"))
      second.treat = () => "drop"
      await platform.mine(2)
      expect((await statusOf(ctx, paymentId)).payment).toBe("committed")
      second.treat = () => "refuse"
      await platform.mine(1)
      expect((await statusOf(ctx, paymentId)).payment).toBe("committed")
      second.treat = () => "pass"
      second.staleAt = 3
      await platform.mine(1)
      expect((await statusOf(ctx, paymentId)).payment).toBe("committed")
      second.staleAt = undefined
      second.lie = ({ params }: Call, result) => (params[0] === "0x0" ? random() : result)
      await platform.mine(1)
      expect((await statusOf(ctx, paymentId)).payment).toBe("committed")
      second.lie = undefined
      await platform.mine(1)
      expect(await statusOf(ctx, paymentId)).toEqual({ payment: "confirmed", entries: ["available", "available"] })
      expect(await ctx.db.pause.count()).toBe(0)
      await expectInvariants(ctx)
    })
  })
})
