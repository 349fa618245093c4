import { describe, expect } from "vitest"
import { nameOf, type Person } from "@/lib/actor"
import { actingAs } from "@/lib/context"
import { createOperator } from "@/lib/http/operator.fixture"
import { instanceStage } from "@/test/support/instance-stage"
import { ckb } from "@/test/support/payment"
import { runAsOwner } from "@/test/support/postgres"
import { disableOperator } from "./account/manage"
import { approvePayout, type Decided, raiseDayLimit } from "./approve-payout"
import { confirmProposal } from "./confirm-proposal"
import { openProposals } from "./four-eyes"

const ANN: Person = { kind: "operator", name: "ann" }
const BOB: Person = { kind: "operator", name: "bob" }
const COMMAND: Person = { kind: "command" }
type Decide = (actor: Person, amount: string) => Promise<Decided>

const test = instanceStage()
  .override("ctx", async ({ here }) => {
    const ctx = { ...here.ctx, config: { ...here.ctx.config, fourEyes: ckb("100") } }
    await createOperator(ctx, { name: "ann", roles: ["approve"] })
    await createOperator(ctx, { name: "bob", roles: ["approve"] })
    return ctx
  })
  /** What no code can do to a decision: past its guards. */
  .extend(
    "past",
    ({ database }) =>
      (statement: string) =>
        runAsOwner(database.url, `SET LOCAL session_replication_role = replica; ${statement}`),
  )
  .extend(
    "raise",
    ({ ctx }): Decide =>
      (actor, amount) => {
        return raiseDayLimit(actingAs(ctx, actor), { amount: ckb(amount), reason: "a test" })
      },
  )
  .extend(
    "approve",
    ({ ctx }): Decide =>
      (actor, amount) => {
        const receiver = ctx.chain.platform.address
        return approvePayout(actingAs(ctx, actor), { receiver, amount: ckb(amount), reason: "a test" })
      },
  )
  .extend(
    "confirm",
    ({ ctx }) =>
      (id: bigint, actor: Person) =>
        confirmProposal(actingAs(ctx, actor), id, undefined, "agreed"),
  )
  .extend(
    "given",
    ({ ctx }) =>
      () =>
        ctx.db.payoutApproval.count(),
  )
test.beforeEach(async ({ ctx, past }) => {
  await past(`DELETE FROM "operator_decision"`)
  await ctx.db.payoutApproval.deleteMany()
})

const idOf = (decided: Decided) => (decided.status === "proposed" ? decided.proposal : 0n)

describe("above what one person decides alone", () => {
  test.for([
    ["an approval", "approve"],
    ["a higher limit for the day", "raise"],
  ] as const)(
    "%s is only proposed; another person confirms it, once",
    async ([_, which], { ctx, approve, raise, confirm, given }) => {
      const decide = { approve, raise }[which]
      expect(await decide(ANN, "100")).toEqual({ status: "done" })
      const id = idOf(await decide(BOB, "100.00000001"))
      expect([id > 0n, await given()]).toEqual([true, 1])
      await expect(confirm(id, BOB)).rejects.toMatchObject({ code: "FORBIDDEN" })
      const racing = await Promise.allSettled([confirm(id, ANN), confirm(id, ANN), confirm(id, COMMAND)])
      expect(racing.filter(({ status }) => status === "fulfilled")).toHaveLength(1)
      expect([await given(), await openProposals(ctx)]).toEqual([2, []])
      expect(await ctx.db.auditLog.findMany({ orderBy: { id: "desc" }, take: 2 })).toMatchObject([
        { subject: expect.stringContaining(`as proposed in ${id}`) },
        { actor: nameOf(BOB), action: "propose" },
      ])
    },
  )

  test("cutting a sum into pieces, of one kind or of two, one after another or at once, does not help", async ({
    past,
    raise,
    approve,
    given,
  }) => {
    const pieces = await Promise.all([raise(ANN, "40"), approve(ANN, "40"), raise(ANN, "40"), approve(ANN, "40")])
    expect(pieces.filter(({ status }) => status === "done")).toHaveLength(2)
    expect(await given()).toBe(2)
    // Each person has their own sum, and what another has confirmed is nobody's alone.
    expect(await raise(BOB, "100")).toEqual({ status: "done" })
    await past(`UPDATE "operator_decision" SET "created_at" = now() - interval '25 hours'`)
    expect(await raise(ANN, "40")).toEqual({ status: "done" })
  })

  test("the command line is one more person: it proposes like the others, and confirms what it has not proposed", async ({
    raise,
    confirm,
    given,
  }) => {
    const own = idOf(await raise(COMMAND, "101"))
    await expect(confirm(own, COMMAND)).rejects.toMatchObject({ code: "FORBIDDEN" })
    await confirm(own, ANN)
    await confirm(idOf(await raise(ANN, "101")), COMMAND)
    expect(await given()).toBe(2)
  })

  test("a proposal ends: after three days, and with the one who made it", async ({
    ctx,
    past,
    raise,
    confirm,
    given,
  }) => {
    const old = idOf(await raise(ANN, "101"))
    await past(`UPDATE "operator_decision" SET "expires_at" = now()`)
    await expect(confirm(old, BOB)).rejects.toMatchObject({ code: "NOT_FOUND" })
    await createOperator(ctx, { name: "eve", roles: ["approve"] })
    const theirs = idOf(await raise({ kind: "operator", name: "eve" }, "101"))
    // Who has lost the role has no word any more.
    await ctx.db.operator.update({ where: { name: "eve" }, data: { roles: ["look"] } })
    await expect(confirm(theirs, BOB)).rejects.toMatchObject({ code: "STATE_MISMATCH" })
    await ctx.db.operator.update({ where: { name: "eve" }, data: { roles: ["look", "approve"] } })
    await disableOperator(ctx, "eve", "left")
    await expect(confirm(theirs, BOB)).rejects.toMatchObject({ code: "NOT_FOUND" })
    expect(await given()).toBe(0)
  })
})

test("the database holds it too: nobody confirms their own, and a proposal's words never change", async ({
  ctx,
  raise,
}) => {
  const id = idOf(await raise(ANN, "101"))
  const update = (data: object) => ctx.db.operatorDecision.update({ where: { id }, data })
  await expect(update({ confirmedBy: nameOf(ANN), confirmedAt: new Date() })).rejects.toThrow(/check/i)
  await expect(update({ amount: ckb("1000") })).rejects.toThrow(/fixed/)
  await expect(update({ expiresAt: new Date(Date.now() + 1e9) })).rejects.toThrow(/fixed/)
  await update({ confirmedBy: nameOf(BOB), confirmedAt: new Date() })
  await expect(update({ confirmedBy: "command" })).rejects.toThrow(/fixed/)
  await expect(ctx.db.operatorDecision.deleteMany()).rejects.toThrow()
})
