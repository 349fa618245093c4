import { afterAll, beforeAll, expect, it } from "vitest"
import { RpcError } from "@/lib/chain/rpc"
import { reconcile } from "@/lib/ledger/reconcile"
import { resendTransactions } from "@/lib/tracking/resend"
import { describeOnEachChain, type TestChain } from "@/test/support/chain"
import { startPlatform, type TestPlatform, whenSending } from "@/test/support/context"
import { ckb, send, statusOf } from "@/test/support/payment"
import { createWallet, type Wallet } from "@/test/support/wallet"
import { endInvalid } from "./end-invalid"

const refuses = (code: number) => () => Promise.reject(new RpcError("send_transaction", code, "the node says no"))

describeOnEachChain("a transaction that the node calls invalid", (kind) => {
  let chain: TestChain
  let platform: TestPlatform
  let sender: Wallet
  let receiver: Wallet

  beforeAll(async () => {
    chain = await kind.start()
    platform = await startPlatform(chain)
    ;[sender, receiver] = [await createWallet(chain), await createWallet(chain)]
    await chain.fund(sender.address, ckb("500"))
    await platform.follow()
  })
  afterAll(async () => {
    await platform.stop()
    await chain.stop()
  })

  it("is ended after an hour of that, not sooner, and not for being unknown, late or too cheap", async () => {
    const { ctx } = platform
    const { paymentId } = await send(whenSending(ctx, refuses(-302)), sender, receiver, ckb("2"))
    const invalidSince = async () =>
      (await ctx.db.chainTransaction.findFirstOrThrow({ where: { paymentId } })).invalidSince
    const again = async (code: number) => {
      await ctx.db.$executeRaw`UPDATE "chain_transaction" SET "next_check_at" = now()`
      await resendTransactions(whenSending(ctx, refuses(code)))
    }
    expect(await invalidSince()).not.toBeNull()
    expect(await endInvalid(ctx)).toEqual({ ended: [] })
    // Known now: so it was not invalid after all.
    await again(-1107)
    expect(await invalidSince()).toBeNull()
    for (const code of [-301, -1104, -1106, -1111]) await again(code)
    expect(await invalidSince()).toBeNull()
    await again(-302)
    const [first] = [await invalidSince()]
    await again(-302)
    expect(await invalidSince()).toEqual(first)

    await ctx.db.$executeRaw`UPDATE "chain_transaction" SET "invalid_since" = now() - interval '61 minutes'`
    const { ended } = await endInvalid(ctx)
    expect(ended).toHaveLength(1)
    expect(await endInvalid(ctx)).toEqual({ ended: [] })
    expect(await ctx.db.auditLog.findMany()).toMatchObject([
      { actor: "platform", action: "end", subject: `payment ${paymentId}` },
    ])
    for (let blocks = 0; blocks < 20 && (await statusOf(ctx, paymentId)).payment === "submitted"; blocks++)
      await platform.mine()
    expect(await statusOf(ctx, paymentId)).toEqual({ payment: "failed", entries: ["void", "void"] })
    expect(await sender.balance()).toBe(ckb("500"))
    expect(await reconcile(ctx)).toMatchObject({ ok: true })
  })
})
