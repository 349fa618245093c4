import { describe, expect } from "vitest"
import { audit } from "@/lib/audit"
import type { Party } from "@/lib/chain/address"
import { ValidationError } from "@/lib/errors"
import { toHex } from "@/lib/hex"
import { shannons } from "@/lib/money"
import { listAudit } from "@/lib/operator/query"
import { freshRowsStage, lockOf } from "@/lib/payment/rows.fixture"
import { getAccount } from "./account"
import { incomeByDay } from "./income"
import { notePayoutTerms } from "./note-payout-terms"
import { readPayoutTerms } from "./payout-terms"
import { setPayoutTerms } from "./set-payout-terms"

const ckb = (amount: bigint) => shannons(amount * 100_000_000n)

const test = freshRowsStage({ minWithdrawal: ckb(65n), settlementCron: "* * * * *" })

/** Whose terms these are is all that matters here. */
const partyOf = (name: string, occupied = ckb(61n)) =>
  ({ address: `address of ${name}`, lockHash: toHex(lockOf(name)), occupied }) as Party

describe("when a receiver is paid by itself", () => {
  test("is decided by the platform's minimum and the lock, until its owner sets more", async ({ ctx }) => {
    expect(await readPayoutTerms(ctx, partyOf("r"))).toEqual({
      threshold: ckb(65n),
      minimum: ckb(65n),
      ownThreshold: null,
      paused: false,
    })
    expect(await readPayoutTerms(ctx, partyOf("r", ckb(69n)))).toMatchObject({ threshold: ckb(69n) })
    const own = { threshold: ckb(100n), ownThreshold: ckb(100n), paused: false }
    expect(await setPayoutTerms(ctx, partyOf("r"), { threshold: ckb(100n) })).toMatchObject(own)
    expect(await setPayoutTerms(ctx, partyOf("r"), { paused: true })).toMatchObject({ ...own, paused: true })
    expect(await readPayoutTerms(ctx, partyOf("x"))).toMatchObject({ ownThreshold: null, paused: false })
    expect(await getAccount(ctx, partyOf("r"))).toMatchObject({
      threshold: ckb(100n),
      payoutsPaused: true,
      nextSettlementAt: null,
    })
    const cleared = { threshold: ckb(65n), ownThreshold: null, paused: true }
    expect(await setPayoutTerms(ctx, partyOf("r"), { threshold: null })).toMatchObject(cleared)
  })

  test("is never less than the minimum, nor than a cell of the lock needs", async ({ ctx }) => {
    for (const [threshold, occupied] of [
      [shannons(ckb(65n) - 1n), ckb(61n)],
      [ckb(68n), ckb(69n)],
    ] as const) {
      await expect(setPayoutTerms(ctx, partyOf("r", occupied), { threshold })).rejects.toThrow(ValidationError)
    }
    await setPayoutTerms(ctx, partyOf("r"), { threshold: ckb(70n) })
    const raised = { ...ctx, config: { ...ctx.config, minWithdrawal: ckb(80n) } }
    expect(await readPayoutTerms(raised, partyOf("r"))).toMatchObject({ threshold: ckb(80n), ownThreshold: ckb(70n) })
  })

  test("is written down when it changes, with who and what", async ({ db, ctx }) => {
    await setPayoutTerms(ctx, partyOf("r"), { threshold: ckb(70n), paused: true })
    expect(await db.auditLog.findMany()).toMatchObject([
      {
        actor: "receiver",
        action: "payout_settings",
        subject: "address of r",
        reason: expect.stringContaining("70 CKB, payouts paused"),
      },
    ])
  })

  test("fills no log: once a minute, and only what changed, though each change holds at once", async ({ db, ctx }) => {
    const log = () => db.auditLog.findMany({ orderBy: { id: "asc" } })
    await setPayoutTerms(ctx, partyOf("r"), {})
    await setPayoutTerms(ctx, partyOf("r"), { paused: false, threshold: null })
    expect(await log()).toHaveLength(0)
    for (let turn = 0; turn < 30; turn++) {
      const change = { paused: turn % 2 === 0, threshold: ckb(70n + BigInt(turn)) }
      expect(await setPayoutTerms(ctx, partyOf("r"), change)).toMatchObject({ paused: change.paused })
    }
    await setPayoutTerms(ctx, partyOf("x"), { paused: true })
    expect(await log()).toMatchObject([{ subject: "address of r" }, { subject: "address of x" }])

    // Nothing is lost: the log ends with what holds, when the minute is over.
    expect(await notePayoutTerms(ctx)).toEqual({ noted: 0 })
    await db.$executeRaw`
      UPDATE payout_setting SET noted_at = now() - interval '61 seconds' WHERE address = 'address of r'`
    expect(await notePayoutTerms(ctx)).toEqual({ noted: 1 })
    expect(await notePayoutTerms(ctx)).toEqual({ noted: 0 })
    expect((await log()).at(-1)?.reason).toContain("threshold 99 CKB, payouts on")
  })

  test("does not show between what operators did, unless it is asked for", async ({ db, ctx }) => {
    await audit(db, ctx, { action: "settle", subject: "all", reason: "now" })
    await setPayoutTerms(ctx, partyOf("r"), { paused: true })
    const actors = async (actor?: string) => (await listAudit(ctx, { limit: 9, actor })).items.map((row) => row.actor)
    expect(await actors()).toEqual(["command"])
    expect(await actors("receiver")).toEqual(["receiver"])
  })
})

test("income is summed by day in UTC, with every day of the period and only what is certain", async ({
  db,
  ctx,
  rows,
}) => {
  const at = (daysAgo: number, time: string) =>
    new Date(`${new Date(Date.now() - daysAgo * 86_400_000).toISOString().slice(0, 10)}T${time}Z`)
  const pay = (createdAt: Date, amount: bigint, more: object = {}) =>
    rows.payment({ status: "committed", createdAt, entries: [{ receiver: "r", amount, ...more }] })
  await pay(at(0, "00:00:00.000"), 1n)
  await pay(at(1, "23:59:59.999"), 2n)
  await pay(at(1, "00:00:00.000"), 4n, { kind: "split" })
  await pay(at(3, "23:59:59.999"), 8n)
  await pay(at(1, "12:00:00.000"), 32n, { kind: "fee" })
  await pay(at(1, "12:00:00.000"), 64n, { receiver: "x" })
  await db.payment.updateMany({ data: { status: "confirmed" } })
  await pay(at(1, "12:00:00.000"), 16n)
  const income = await incomeByDay(ctx, partyOf("r").lockHash, 3)
  const day = (daysAgo: number) => at(daysAgo, "00:00:00").toISOString().slice(0, 10)
  expect(income).toEqual([
    { day: day(2), amount: 0n },
    { day: day(1), amount: 6n },
    { day: day(0), amount: 1n },
  ])
})
