import { describe, expect } from "vitest"
import type { RpcCall } from "@/lib/chain/rpc"
import { closePaymentLink } from "@/lib/link/close"
import { createPaymentLink } from "@/lib/link/create"
import { preparePaymentByLink } from "@/lib/link/prepare"
import { pauseByOperator, resume } from "@/lib/operator/pause-and-resume"
import { followChain } from "@/lib/tracking/follow"
import type { TestContext } from "@/test/support/actors"
import { ckb, payment } from "@/test/support/payment"
import { runAsOwner } from "@/test/support/postgres"
import { cancelPayment } from "./cancel"
import { submitStage } from "./submit.fixture"

const it = submitStage()
  /** The same platform, with something done once after the payment was read, while the node is asked for its cells. */
  .extend("meanwhile", ({ ctx }) => (work: () => Promise<unknown>): TestContext => {
    const { rpc } = ctx.chain
    let isDone = false
    const batch = async <T>(calls: RpcCall[]): Promise<T[]> => {
      const answers = await rpc.batch<T>(calls)
      if (!isDone) {
        isDone = true
        await work()
      }
      return answers
    }
    return { ...ctx, chain: { ...ctx.chain, rpc: { ...rpc, batch } } }
  })
  .extend(
    "asOwner",
    ({ ctx }) =>
      (sql: string) =>
        runAsOwner(ctx.config.databaseUrl.reveal(), sql),
  )
  .extend("expectNothingStored", ({ ctx }) => async (paymentId: bigint) => {
    expect(await ctx.db.chainTransaction.count({ where: { paymentId } })).toBe(0)
    expect(await ctx.db.claim.count({ where: { paymentId } })).toBe(0)
    const { status, platformCellId } = await payment(ctx, paymentId)
    expect(status).not.toBe("submitted")
    const cell = await ctx.db.platformCell.findUniqueOrThrow({ where: { id: platformCellId } })
    const claimed = await ctx.db.claim.count({ where: { txHash: cell.txHash, outputIndex: cell.outputIndex } })
    expect(cell.state).toBe(claimed > 0 ? "claimed" : "free")
  })

const BEGUN = `INSERT INTO "_prisma_migrations" ("id", "checksum", "migration_name", "started_at")
  VALUES ('newer', '', '29991231000000_newer', now())`

describe("what happens after a payment was read and before it is stored stops it", () => {
  it("a pause", async ({ ctx, walletWith, signedPayment, submit, meanwhile, expectNothingStored }) => {
    const { prepared, rawTx } = await signedPayment(await walletWith("100"))
    const why = { reason: "a key may be stolen" }
    const paused = meanwhile(() => pauseByOperator(ctx, { scope: "prepare", ...why }))
    await expect(submit(prepared, rawTx, paused)).rejects.toMatchObject({ code: "PAUSED" })
    await expectNothingStored(prepared.paymentId)
    const { id } = await ctx.db.pause.findFirstOrThrow({ where: { resolvedAt: null } })
    await resume(ctx, { id, ...why })
    expect(await submit(prepared, rawTx)).toMatchObject({ status: "submitted" })
  })

  it("its end, by its sender or by its time", async ({
    ctx,
    walletWith,
    signedPayment,
    submit,
    meanwhile,
    asOwner,
    expectNothingStored,
  }) => {
    const ends = [
      (id: bigint) => cancelPayment(ctx, id),
      (id: bigint) => asOwner(`UPDATE payment SET expires_at = now() - interval '1 second' WHERE id = ${id}`),
    ]
    for (const end of ends) {
      const { prepared, rawTx } = await signedPayment(await walletWith("100"))
      const on = meanwhile(() => end(prepared.paymentId))
      await expect(submit(prepared, rawTx, on)).rejects.toMatchObject({ code: "STATE_MISMATCH" })
      await expectNothingStored(prepared.paymentId)
    }
  })

  it("another payment on its platform cell", async ({ newPlatform, walletWith, signedPayment, submit, meanwhile }) => {
    const { ctx } = await newPlatform({ cells: 1 })
    const [one, other] = [
      await signedPayment(await walletWith("100"), "2", ctx),
      await signedPayment(await walletWith("100"), "2", ctx),
    ]
    const { chain } = meanwhile(() => submit(other.prepared, other.rawTx, ctx))
    await expect(submit(one.prepared, one.rawTx, { ...ctx, chain })).rejects.toMatchObject({ code: "HOLD_LOST" })
    const { paymentId } = one.prepared
    expect(await ctx.db.chainTransaction.count({ where: { paymentId } })).toBe(0)
    expect(await ctx.db.claim.count({ where: { paymentId } })).toBe(0)
  })

  it("another payment out of the same cell", async ({
    walletWith,
    signedPayment,
    submit,
    meanwhile,
    expectNothingStored,
  }) => {
    const sender = await walletWith("100")
    const [one, other] = [await signedPayment(sender), await signedPayment(sender, "3")]
    const on = meanwhile(() => submit(other.prepared, other.rawTx))
    await expect(submit(one.prepared, one.rawTx, on)).rejects.toMatchObject({ code: "INPUT_SPENT" })
    await expectNothingStored(one.prepared.paymentId)
  })

  it("a newer schema", async ({ walletWith, signedPayment, submit, meanwhile, asOwner, expectNothingStored }) => {
    const { prepared, rawTx } = await signedPayment(await walletWith("100"))
    const on = meanwhile(() => asOwner(BEGUN))
    await expect(submit(prepared, rawTx, on)).rejects.toMatchObject({ code: "SCHEMA_NEWER" })
    await expectNothingStored(prepared.paymentId)
    await asOwner(`DELETE FROM "_prisma_migrations" WHERE "id" = 'newer'`)
    expect(await submit(prepared, rawTx)).toMatchObject({ status: "submitted" })
  })

  it("the end of its link", async ({ ctx, receiver, walletWith, submit, meanwhile, expectNothingStored }) => {
    const link = await createPaymentLink(ctx, { receiver: receiver.address, amount: ckb("2"), title: "tea" })
    const sender = await walletWith("100")
    const prepared = await preparePaymentByLink(ctx, { slug: link.slug, sender: sender.address })
    const on = meanwhile(() => closePaymentLink(ctx, link.slug))
    const rawTx = await sender.sign(prepared.rawTx)
    await expect(submit(prepared, rawTx, on)).rejects.toMatchObject({ code: "LINK_UNAVAILABLE" })
    await expectNothingStored(prepared.paymentId)
  })

  it("a block that may have spent a cell of it, which is looked at again", async ({
    ctx,
    chain,
    walletWith,
    signedPayment,
    submit,
    meanwhile,
    expectNothingStored,
  }) => {
    const sender = await walletWith("100")
    const { prepared, rawTx } = await signedPayment(sender)
    const on = meanwhile(async () => {
      await chain.commit(await sender.spendAll(ckb("99.9999")))
      await followChain(ctx)
    })
    await expect(submit(prepared, rawTx, on)).rejects.toMatchObject({ code: "INPUT_SPENT" })
    await expectNothingStored(prepared.paymentId)
  })
})
