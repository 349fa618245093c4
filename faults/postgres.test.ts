import { expect } from "vitest"
import { preparePayment } from "@/lib/payment/prepare"
import { submitPayment } from "@/lib/payment/submit"
import { settle } from "@/lib/settlement/settle"
import { followChain } from "@/lib/tracking/follow"
import { CONFLICT } from "@/test/support/conflict"
import { startPlatform } from "@/test/support/context"
import { ckb, pay, send } from "@/test/support/payment"
import { startOwnPostgres } from "@/test/support/postgres"
import { describeOnEachStage, freshStage } from "@/test/support/stage"
import { createWallet } from "@/test/support/wallet"
import { expectInvariants } from "./invariants"
import { startDatabaseProxy } from "./proxy"
import { quiesce } from "./quiesce"
import { tally } from "./tally"

const stage = freshStage()
  // biome-ignore lint/correctness/noEmptyPattern: vitest reads here which fixtures it uses
  .extend("server", async ({}, { onCleanup }) => {
    const server = await startOwnPostgres()
    onCleanup(() => server.discard())
    return server
  })
  .extend("proxy", async ({ server }, { onCleanup }) => {
    const proxy = await startDatabaseProxy(server.databaseUrl)
    onCleanup(() => proxy.stop())
    return proxy
  })
  .extend("platform", async ({ chain, proxy }, { onCleanup }) => {
    const platform = await startPlatform(chain, { cells: 6, env: { CONFIRMATIONS: "2", DATABASE_URL: proxy.url } })
    onCleanup(() => platform.stop())
    return platform
  })
  .extend("expectPaid", ({ chain, platform, ctx, receiver }) => async () => {
    await quiesce(platform, chain)
    await expectInvariants(ctx)
    expect(await receiver.balance()).toBe(ckb("99"))
  })

describeOnEachStage("PostgreSQL", stage, (it) => {
  it("the connection is cut as transfer's COMMIT returns: the same request again says submitted, and it is paid once", async ({
    proxy,
    ctx,
    sender,
    receiver,
    expectPaid,
  }) => {
    const prepared = await preparePayment(ctx, {
      sender: sender.address,
      receiver: receiver.address,
      amount: ckb("100"),
      splits: [],
    })
    const transfer = { paymentId: prepared.paymentId, rawTx: await sender.sign(prepared.rawTx) }
    proxy.cutNextCommit()
    await expect(submitPayment(ctx, transfer)).rejects.toThrow()
    expect(proxy.cuts).toBe(1)
    expect(await submitPayment(ctx, transfer)).toMatchObject({ status: "submitted", txHash: prepared.txHash })
    expect(await ctx.db.chainTransaction.count()).toBe(1)
    await expectPaid()
  })

  it("the connection is cut as a block's COMMIT returns: the block is taken in once", async ({
    chain,
    proxy,
    ctx,
    sender,
    receiver,
    expectPaid,
  }) => {
    await send(ctx, sender, receiver, ckb("100"))
    for (let block = 0; block < 8; block++) {
      await chain.mine()
      proxy.cutNextCommit()
      await expect(followChain(ctx)).rejects.toThrow()
    }
    tally.runs = proxy.cuts
    expect(proxy.cuts).toBe(8)
    await expectPaid()
  })

  it("the connection is cut as a settlement's COMMIT returns: the receiver is paid once", async ({
    chain,
    proxy,
    platform,
    ctx,
    sender,
    receiver,
    expectPaid,
  }) => {
    await pay(platform, chain, sender, receiver, ckb("100"))
    await platform.mine(2)
    proxy.cutNextCommit()
    await expect(settle(ctx)).rejects.toThrow()
    expect(await settle(ctx)).toEqual({ settlements: [] })
    expect(await ctx.db.settlement.count()).toBe(1)
    await expectPaid()
  })

  it("is killed while payments are under way, and starts again: each happened once or not at all", async ({
    chain,
    server,
    platform,
    ctx,
    receiver,
  }) => {
    const senders = await Promise.all(Array.from({ length: 5 }, () => createWallet(chain)))
    await chain.fundMany(senders.map(({ address }) => ({ address, shannons: ckb("200") })))
    await platform.follow()
    const underWay = Promise.allSettled(senders.map((wallet) => send(ctx, wallet, receiver, ckb("20"))))
    await server.kill()
    await underWay
    await server.start()
    const retried = await Promise.allSettled(senders.map((wallet) => send(ctx, wallet, receiver, ckb("20"))))
    for (const outcome of retried) if (outcome.status === "rejected") expect(outcome.reason).toMatchObject(CONFLICT)
    await quiesce(platform, chain)
    await expectInvariants(ctx)
    for (const wallet of senders) {
      const paid = await ctx.db.payment.findMany({ where: { sender: wallet.address, status: "confirmed" } })
      const spent = paid.reduce((total, { amount, networkFee }) => total + amount + networkFee, 0n)
      expect(paid.length).toBeGreaterThan(0)
      expect(await wallet.balance()).toBe(ckb("200") - spent)
    }
  })
})
