import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from "vitest"
import { preparePayment } from "@/lib/payment/prepare"
import { submitPayment } from "@/lib/payment/submit"
import { settle } from "@/lib/settlement/settle"
import { followChain } from "@/lib/tracking/follow"
import { describeOnEachChain, type TestChain } from "@/test/support/chain"
import { CONFLICT } from "@/test/support/conflict"
import { startPlatform, type TestPlatform } from "@/test/support/context"
import { ckb, pay, send } from "@/test/support/payment"
import { startOwnPostgres } from "@/test/support/postgres"
import { createWallet, type Wallet } from "@/test/support/wallet"
import { expectInvariants } from "./invariants"
import { type DatabaseProxy, startDatabaseProxy } from "./proxy"
import { quiesce } from "./quiesce"
import { tally } from "./tally"

describeOnEachChain("PostgreSQL", (kind) => {
  let chain: TestChain
  let server: Awaited<ReturnType<typeof startOwnPostgres>>
  let proxy: DatabaseProxy
  let platform: TestPlatform
  let sender: Wallet
  let receiver: Wallet

  beforeAll(async () => {
    chain = await kind.start()
  })
  afterAll(() => chain.stop())
  beforeEach(async () => {
    server = await startOwnPostgres()
    proxy = await startDatabaseProxy(server.databaseUrl)
    platform = await startPlatform(chain, { cells: 6, env: { CONFIRMATIONS: "2", DATABASE_URL: proxy.url } })
    sender = await createWallet(chain)
    receiver = await createWallet(chain)
    await chain.fund(sender.address, ckb("500"))
    await platform.follow()
  })
  afterEach(async () => {
    await platform.stop()
    await proxy.stop()
    await server.discard()
  })

  const expectPaid = async () => {
    await quiesce(platform, chain)
    await expectInvariants(platform.ctx)
    expect(await receiver.balance()).toBe(ckb("99"))
  }

  it("the connection is cut as transfer's COMMIT returns: the same request again says submitted, and it is paid once", async () => {
    const { ctx } = platform
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

  it("the connection is cut as a block's COMMIT returns: the block is taken in once", async () => {
    const { ctx } = platform
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

  it("the connection is cut as a settlement's COMMIT returns: the receiver is paid once", async () => {
    const { ctx } = platform
    await pay(platform, chain, sender, receiver, ckb("100"))
    await platform.mine(2)
    proxy.cutNextCommit()
    await expect(settle(ctx)).rejects.toThrow()
    expect(await settle(ctx)).toEqual({ settlements: [] })
    expect(await ctx.db.settlement.count()).toBe(1)
    await expectPaid()
  })

  it("is killed while payments are under way, and starts again: each happened once or not at all", async () => {
    const { ctx } = platform
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
