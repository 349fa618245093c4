import { describe, expect } from "vitest"
import { toHex } from "@/lib/hex"
import { preparePayment } from "@/lib/payment/prepare"
import { summarizePool } from "@/lib/pool/query"
import { reconcile } from "@/lib/reconciliation/reconcile"
import { settle } from "@/lib/settlement/settle"
import { rollBackBlock } from "@/lib/tracking/roll-back-block"
import { currentTip } from "@/lib/transaction/tip"
import { prepareWithdrawal } from "@/lib/withdrawal/prepare"
import { submitWithdrawal } from "@/lib/withdrawal/submit"
import type { TestPlatform } from "./support/context"
import { ckb, pay, send } from "./support/payment"
import { describeOnEachStage, sharedStage } from "./support/stage"
import { argsOf, createWallet, newKey } from "./support/wallet"

const MATURE_AFTER = 40
const key = newKey()

const stage = sharedStage({ rewards: { args: argsOf(key), matureAfter: MATURE_AFTER } })
  .extend("miner", ({ chain }) => createWallet(chain, key))
  .extend(
    "tip",
    ({ chain }) =>
      async () =>
        Number(await chain.rpc<string>("get_tip_block_number")),
  )
  /** Every reward is free if and only if a node would let it be spent. */
  .extend("expectHonestPool", ({ chain }) => async ({ ctx }: TestPlatform) => {
    const now = Number((await currentTip(ctx))?.number)
    const cells = await ctx.db.platformCell.findMany({ where: { state: { in: ["free", "immature"] } } })
    const isReward = await Promise.all(
      cells.map(async ({ madeIn, txHash }) => {
        const block = await chain.rpc<{ transactions: { hash: string }[] }>(
          "get_block_by_number",
          `0x${madeIn.toString(16)}`,
        )
        return block.transactions[0]?.hash === toHex(txHash)
      }),
    )
    const rewards = cells.filter((_, i) => isReward[i])
    expect(rewards.length).toBeGreaterThan(MATURE_AFTER)
    for (const { state, madeIn } of rewards) {
      const age = now - Number(madeIn)
      // The database counts in parts of an epoch, and may be a block late; never early.
      if (age < MATURE_AFTER) expect(state).toBe("immature")
      else if (age > MATURE_AFTER) expect(state).toBe("free")
    }
    expect((await summarizePool(ctx)).immature.cells).toBe(rewards.filter((cell) => cell.state === "immature").length)
  })

describeOnEachStage("block rewards, which cannot be spent for some time,", stage, (it) => {
  describe("of a sender and a receiver", () => {
    it("are not offered, which is said in words, and are as good as others later", async ({
      chain,
      newPlatform,
      tip,
      miner,
    }) => {
      const platform = await newPlatform({ cells: 4 })
      const { ctx } = platform
      const other = await createWallet(chain)
      await chain.fund(other.address, ckb("500"))
      await platform.mine(Math.max(1, 16 - (await tip())))
      const request = { sender: miner.address, receiver: other.address, amount: ckb("100"), splits: [] }
      await expect(preparePayment(ctx, request)).rejects.toMatchObject({
        code: "INSUFFICIENT_BALANCE",
        message: expect.stringMatching(
          /Another [\d,.]+ CKB are block rewards, the first of which can be spent in about \d+ minutes/,
        ),
        details: { balance: "0", maturing: expect.stringMatching(/^\d{12,}$/) },
      })

      // Nor does a withdrawal grow one of them.
      await pay(platform, chain, other, miner, ckb("10"))
      await platform.mine(1)
      await expect(prepareWithdrawal(ctx, { receiver: miner.address })).rejects.toMatchObject({
        message: expect.stringContaining("no cell that could grow"),
      })

      await platform.mine(MATURE_AFTER)
      const { txHash } = await send(ctx, miner, other, ckb("100"))
      await chain.commit(txHash)
      await platform.follow()
      const withdrawal = await prepareWithdrawal(ctx, { receiver: miner.address })
      const rawTx = await miner.sign(withdrawal.rawTx)
      await submitWithdrawal(ctx, { withdrawalId: withdrawal.withdrawalId, rawTx })
      await chain.commit(withdrawal.txHash)
      await platform.follow()
      expect(await reconcile(ctx)).toMatchObject({ ok: true })
    })
  })

  describe("of the platform's own", () => {
    it("are in the pool from the first boot on, and lent only when they can be spent, also after a reorganisation", async ({
      chain,
      newPlatform,
      tip,
      expectHonestPool,
    }) => {
      await chain.mine(Math.max(1, 60 - (await tip())))
      const platform = await newPlatform({ cells: 0, env: { PLATFORM_KEY: key, CONFIRMATIONS: "1" } })
      const { ctx } = platform
      const first = await summarizePool(ctx)
      expect([first.free.cells > 0, first.immature.cells]).toEqual([true, MATURE_AFTER])
      await expectHonestPool(platform)
      expect(await reconcile(ctx)).toMatchObject({ ok: true })

      await platform.mine(5)
      await expectHonestPool(platform)
      for (let blocks = 0; blocks < 3; blocks++) {
        const newest = await currentTip(ctx)
        if (newest) await rollBackBlock(ctx, newest)
        await expectHonestPool(platform)
      }
      await platform.follow()
      await expectHonestPool(platform)
      // And to another branch.
      const { hash } = await chain.rpc<{ hash: string }>(
        "get_header_by_number",
        `0x${((await tip()) - 4).toString(16)}`,
      )
      await chain.truncate(hash)
      await chain.mine(1)
      await platform.follow()
      await chain.mine(6)
      await platform.follow()
      await expectHonestPool(platform)
      expect(await reconcile(ctx)).toMatchObject({ ok: true })
    })

    it("keep nobody from being paid", async ({ chain, newPlatform }) => {
      const platform = await newPlatform({ cells: 4, env: { PLATFORM_KEY: key, CONFIRMATIONS: "1" } })
      const { ctx } = platform
      const [sender, receiver] = [await createWallet(chain), await createWallet(chain)]
      await chain.fund(sender.address, ckb("500"))
      await platform.follow()
      await pay(platform, chain, sender, receiver, ckb("200"))
      await platform.mine(1)
      const { settlements } = await settle(ctx)
      expect(settlements).toHaveLength(1)
      const { txHash } = await ctx.db.settlement.findFirstOrThrow()
      await chain.commit(toHex(txHash))
      expect(await receiver.balance()).toBe(ckb("198"))
    })
  })
})
