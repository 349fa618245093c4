import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest"
import { toHex } from "@/lib/hex"
import { preparePayment } from "@/lib/payment/prepare"
import { summarizePool } from "@/lib/pool/query"
import { reconcile } from "@/lib/reconciliation/reconcile"
import { settle } from "@/lib/settlement/settle"
import { rollBackBlock } from "@/lib/tracking/roll-back-block"
import { currentTip } from "@/lib/transaction/tip"
import { prepareWithdrawal } from "@/lib/withdrawal/prepare"
import { submitWithdrawal } from "@/lib/withdrawal/submit"
import { describeOnEachChain, type TestChain } from "./support/chain"
import { startPlatform, type TestPlatform } from "./support/context"
import { ckb, pay, send } from "./support/payment"
import { argsOf, createWallet, newKey, type Wallet } from "./support/wallet"

const MATURE_AFTER = 40

describeOnEachChain("block rewards, which cannot be spent for some time,", (kind) => {
  const key = newKey()
  let chain: TestChain
  let platform: TestPlatform
  let miner: Wallet

  beforeAll(async () => {
    chain = await kind.start({ rewards: { args: argsOf(key), matureAfter: MATURE_AFTER } })
    miner = await createWallet(chain, key)
  })
  afterAll(() => chain?.stop())
  afterEach(() => platform?.stop())

  const tip = async () => Number(await chain.rpc<string>("get_tip_block_number"))

  describe("of a sender and a receiver", () => {
    it("are not offered, which is said in words, and are as good as others later", async () => {
      platform = await startPlatform(chain, { cells: 4 })
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
    /** Every reward is free if and only if a node would let it be spent. */
    const expectHonestPool = async () => {
      const { ctx } = platform
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
    }

    it("are in the pool from the first boot on, and lent only when they can be spent, also after a reorganisation", async () => {
      await chain.mine(Math.max(1, 60 - (await tip())))
      platform = await startPlatform(chain, { cells: 0, env: { PLATFORM_KEY: key, CONFIRMATIONS: "1" } })
      const { ctx } = platform
      const first = await summarizePool(ctx)
      expect([first.free.cells > 0, first.immature.cells]).toEqual([true, MATURE_AFTER])
      await expectHonestPool()
      expect(await reconcile(ctx)).toMatchObject({ ok: true })

      await platform.mine(5)
      await expectHonestPool()
      for (let blocks = 0; blocks < 3; blocks++) {
        const newest = await currentTip(ctx)
        if (newest) await rollBackBlock(ctx, newest)
        await expectHonestPool()
      }
      await platform.follow()
      await expectHonestPool()
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
      await expectHonestPool()
      expect(await reconcile(ctx)).toMatchObject({ ok: true })
    })

    it("keep nobody from being paid", async () => {
      platform = await startPlatform(chain, { cells: 4, env: { PLATFORM_KEY: key, CONFIRMATIONS: "1" } })
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
