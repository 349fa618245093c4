import { expect } from "vitest"
import type { Context } from "@/lib/context"
import { toHex } from "@/lib/hex"
import { checkInstallation } from "@/lib/installation"
import { startLeader } from "@/lib/jobs/leader"
import { startScheduler } from "@/lib/jobs/scheduler"
import { createPaymentLink } from "@/lib/link/create"
import { adoptTransaction } from "@/lib/operator/adopt-transaction"
import { resume } from "@/lib/operator/pause-and-resume"
import { unknownTransactions } from "@/lib/operator/unknown-transactions"
import { expirePayments } from "@/lib/payment/expire"
import { preparePayment } from "@/lib/payment/prepare"
import { verifyClientSecret } from "@/lib/payment/secret"
import { submitPayment } from "@/lib/payment/submit"
import { growPool } from "@/lib/pool/initialise"
import { reconcile } from "@/lib/reconciliation/reconcile"
import { settle } from "@/lib/settlement/settle"
import { catchUp } from "@/lib/tracking/follow"
import { prepareWithdrawal } from "@/lib/withdrawal/prepare"
import { submitWithdrawal } from "@/lib/withdrawal/submit"
import type { TestContext } from "@/test/support/actors"
import { ckb, send, statusOf } from "@/test/support/payment"
import { describeOnEachStage, freshStage } from "@/test/support/stage"
import { backUp, onDatabase } from "./backup"
import { expectInvariants } from "./invariants"
import { quiesce } from "./quiesce"

const REASON = "the backup of last night"

const stage = freshStage({
  cells: 6,
  reserve: ckb("2000"),
  env: { CONFIRMATIONS: "2", HOLD_SECONDS: "600", POOL_CELLS: "4" },
})
  .extend("another", ({ walletWith }) => walletWith("500"))
  .extend("third", ({ walletWith }) => walletWith("500"))
  .extend("secondReceiver", ({ walletWith }) => walletWith())
  .extend(
    "balances",
    ({ sender, another, third, receiver, secondReceiver }) =>
      () =>
        Promise.all([sender, another, third, receiver, secondReceiver].map((one) => one.balance())),
  )
  /** The same platform on a backup, until the test ends. */
  .extend("onBackup", ({ ctx }, { onCleanup }) => {
    const restored: TestContext[] = []
    onCleanup(async () => {
      for (const { db } of restored) await db.$disconnect()
    })
    return async (url: string) => {
      const back = await onDatabase(ctx, url)
      restored.push(back)
      return back
    }
  })
  /** The steps of docs/operations.md, up to the difference that the operator sees. */
  .extend("restore", ({ onBackup }) => async (url: string) => {
    const ctx = await onBackup(url)
    await checkInstallation(ctx)
    await expirePayments(ctx)
    await catchUp(ctx)
    expect(await ctx.db.pause.findMany({ where: { resolvedAt: null, scope: "all" } })).not.toEqual([])
    await expect(settle(ctx)).rejects.toMatchObject({ code: "PAUSED" })
    expect((await reconcile(ctx)).ok).toBe(false)
    return ctx
  })

async function adoptAll(ctx: TestContext) {
  const adopted = []
  for (const hash of await unknownTransactions(ctx)) adopted.push(await adoptTransaction(ctx, hash, REASON))
  expect(await unknownTransactions(ctx)).toEqual([])
  expect(await reconcile(ctx)).toMatchObject({ ok: true, pool: { difference: 0n }, owed: { difference: 0n } })
  for (const { id } of await ctx.db.pause.findMany({ where: { resolvedAt: null } }))
    await resume(ctx, { id, reason: REASON })
  return adopted
}

describeOnEachStage("an old backup is restored", stage, (it) => {
  it.for(["still prepared", "expired"])(
    "payments that the backup has as %s come back as what they are, what was paid is not paid again, and the difference ends at 0",
    async (when, { chain, platform, ctx, sender, another, receiver, balances, restore }) => {
      const request = (amount: string) => ({ receiver: receiver.address, amount: ckb(amount), splits: [] })
      await send(ctx, sender, receiver, ckb("60"))
      await quiesce(platform, chain)
      const prepared = await preparePayment(ctx, { sender: another.address, ...request("50") })
      const rawTx = await another.sign(prepared.rawTx)
      const url = await backUp(ctx, when === "expired" ? "late" : "early")
      // What the backup does not know: this payment, its payout together with the older one, and a split of the pool.
      await submitPayment(ctx, { paymentId: prepared.paymentId, rawTx })
      await quiesce(platform, chain)
      await growPool(ctx, 10, async () => quiesce(platform, chain))
      await expectInvariants(ctx)
      expect(await receiver.balance()).toBe(ckb("108.9"))
      const before = await balances()

      const old = await onDatabase(ctx, url)
      if (when === "expired") await old.db.$executeRaw`UPDATE payment SET expires_at = now() WHERE status = 'prepared'`
      await old.db.$disconnect()
      const back = await restore(url)
      const adopted = await adoptAll(back)
      expect(adopted.map(({ as, capital }) => [as, capital])).toEqual([
        ["payment", 0n],
        ["settlement", 0n],
        ["pool_operation", 0n],
      ])
      expect(await statusOf(back, prepared.paymentId)).toEqual({ payment: "confirmed", entries: ["available", "paid"] })
      expect(await settle(back)).toEqual({ settlements: [] })
      await quiesce({ ctx: back, follow: () => catchUp(back) }, chain)
      await expectInvariants(back)
      expect(await balances()).toEqual(before)
    },
  )

  it("payments that the backup has never heard of become capital to the shannon, and nobody is paid twice", async ({
    chain,
    platform,
    ctx,
    sender,
    another,
    third,
    receiver,
    secondReceiver,
    balances,
    restore,
  }) => {
    await send(ctx, sender, receiver, ckb("60"))
    await quiesce(platform, chain)
    const url = await backUp(ctx, "old")
    const lost = [await send(ctx, another, receiver, ckb("40")), await send(ctx, third, secondReceiver, ckb("30"))]
    const lostIds = await newestIds(ctx)
    await quiesce(platform, chain)
    expect(await receiver.balance()).toBe(ckb("99"))
    const before = await balances()

    const back = await restore(url)
    const adopted = await adoptAll(back)
    // Of the payout of 99 CKB the backup can explain 59.4; 40 and 30 came in, and 39.6 of them have gone out again.
    expect(adopted.reduce((sum, { paid }) => sum + paid, 0n)).toBe(ckb("59.4"))
    expect(adopted.map(({ as }) => as).sort()).toEqual(["pool_operation", "pool_operation", "settlement"])
    const fees = adopted.length > 0 ? await feesOfUnknown(back) : 0n
    expect(adopted.reduce((sum, { capital }) => sum + capital, 0n)).toBe(ckb("70") - ckb("39.6") + fees)
    expect(await settle(back)).toEqual({ settlements: [] })
    await quiesce({ ctx: back, follow: () => catchUp(back) }, chain)
    expect(await reconcile(back)).toMatchObject({ ok: true })
    expect(await balances()).toEqual(before)
    // And the platform works on. No number of the lost time is given out again, and what was kept of a lost payment
    // opens no other.
    await send(back, sender, secondReceiver, ckb("100"))
    await createPaymentLink(back, { receiver: receiver.address, title: "after" })
    for (const { paymentId, clientSecret } of lost)
      expect(await verifyClientSecret(back, paymentId, clientSecret)).toBe(false)
    await quiesce({ ctx: back, follow: () => catchUp(back) }, chain)
    expect(await reconcile(back)).toMatchObject({ ok: true })
    expect(await secondReceiver.balance()).toBe(ckb("99"))
    const newIds = await newestIds(back)
    for (const [i, id] of lostIds.entries()) expect(newIds[i]).toBeGreaterThan(id + 900_000n)
  })

  it.for([3, 60])(
    "while it is %i blocks behind, served and scheduled, nobody is paid twice: not by the jobs, not by their own hand",
    async (behind, { chain, platform, ctx, sender, another, receiver, secondReceiver, balances, onBackup }) => {
      await chain.fund(receiver.address, ckb("61"))
      await platform.follow()
      await send(ctx, sender, receiver, ckb("40"))
      await send(ctx, another, secondReceiver, ckb("90"))
      for (let blocks = 0; blocks < 12; blocks++) await platform.mine()
      const url = await backUp(ctx, `served_${behind}`)
      // What the backup does not know: one has taken their money out, the other was paid.
      const withdrawal = await prepareWithdrawal(ctx, { receiver: receiver.address })
      await submitWithdrawal(ctx, { ...withdrawal, rawTx: await receiver.sign(withdrawal.rawTx) })
      expect((await settle(ctx)).settlements).toHaveLength(1)
      await quiesce(platform, chain)
      await chain.mine(behind)
      const before = await balances()

      const back = await onBackup(url)
      // The cells that those two spent are last in the order, so that what is chosen is live.
      await back.db.$executeRaw`UPDATE platform_cell SET held_at = now() WHERE id = ANY(${await spentSince(ctx, back)})`
      const leader = startLeader(back)
      const scheduler = startScheduler(back)
      const outcomes = new Set<string>()
      const takesAgain = async () => {
        const again = await prepareWithdrawal(back, { receiver: receiver.address })
        const rawTx = await receiver.sign(again.rawTx)
        return (await submitWithdrawal(back, { ...again, rawTx })).status
      }
      const isPaused = async () => (await back.db.pause.count({ where: { resolvedAt: null, scope: "all" } })) > 0
      for (let tries = 0; tries < 200 && !(outcomes.has("PAUSED") && (await isPaused())); tries++)
        outcomes.add(await takesAgain().catch((error: { code?: string }) => error.code ?? String(error)))
      await Promise.all([leader.stop(), scheduler.stop()])
      expect(outcomes).not.toContain("submitted")
      expect(outcomes).toContain("PAUSED")
      expect(await back.db.chainTransaction.count({ where: { status: "signed" } })).toBe(0)
      for (let blocks = 0; blocks < 5; blocks++) await chain.mine()
      expect(await balances()).toEqual(before)
    },
  )

  it("a transaction that is not the platform's, not final, or known already is not adopted", async ({
    chain,
    platform,
    ctx,
    sender,
    receiver,
  }) => {
    const { txHash } = await send(ctx, sender, receiver, ckb("60"))
    await expect(adoptTransaction(ctx, txHash, REASON)).rejects.toMatchObject({ code: "NOT_FOUND" })
    await chain.commit(txHash)
    await platform.follow()
    await expect(adoptTransaction(ctx, txHash, REASON)).rejects.toMatchObject({ code: "STATE_MISMATCH" })
    await quiesce(platform, chain)
    await expect(adoptTransaction(ctx, txHash, REASON)).rejects.toThrow("knows")
    const foreign = await chain.fund(sender.address, ckb("100"))
    await expect(adoptTransaction(ctx, foreign, REASON)).rejects.toMatchObject({ code: "NOT_FOUND" })
    await expectInvariants(ctx)
  })
})

/** The highest number of each kind that somebody outside gets to see. */
async function newestIds({ db }: Context): Promise<bigint[]> {
  const newest = { orderBy: { id: "desc" }, select: { id: true } } as const
  const rows = await Promise.all([
    db.payment.findFirst(newest),
    db.entry.findFirst(newest),
    db.settlement.findFirst(newest),
    db.paymentLink.findFirst(newest),
  ])
  return rows.map((row) => row?.id ?? 0n)
}

/** Cells that the old database has as free and that the newer one knows to be spent. */
async function spentSince(newer: Context, old: Context): Promise<bigint[]> {
  const spent = await newer.db.platformCell.findMany({ where: { state: "spent" }, select: { id: true } })
  const ids = spent.map(({ id }) => id)
  const free = await old.db.platformCell.findMany({ where: { id: { in: ids }, state: "free" }, select: { id: true } })
  return free.map(({ id }) => id)
}

/** What senders paid the network in transactions of which no row tells, and that are booked as if the platform had. */
async function feesOfUnknown(ctx: Context): Promise<bigint> {
  const operations = await ctx.db.poolOperation.findMany({ where: { kind: "adopted" } })
  expect(operations.map(({ txHash }) => toHex(txHash)).length).toBe(2)
  return operations.reduce((sum, { networkFee }) => sum + networkFee, 0n)
}
