import { randomUUID } from "node:crypto"
import { expect } from "vitest"
import * as payment from "@/lib/http/api/payment"
import * as refund from "@/lib/http/api/refund"
import { getStatement } from "@/lib/http/api/statement"
import { call, exhaust } from "@/lib/http/api.fixture"
import { createOperator, signedIn as signedInAs } from "@/lib/http/operator.fixture"
import { apiStage, fromSomewhere, idOf, OPERATOR } from "@/test/support/api"
import { TOO_LARGE } from "@/test/support/bad-input"
import { newProgram, refuseKeys } from "@/test/support/keys"
import { ckb } from "@/test/support/payment"
import { contractsSeenIn, everyReplyIsSeen } from "@/test/support/promised-replies"

const OURS = contractsSeenIn("app/api/refund")

const test = apiStage().extend(
  "paid",
  ({ chain, platform, ctx, sender, receiver }) =>
    async (headers: Record<string, string> = fromSomewhere()) => {
      const order = { sender: sender.address, receiver: receiver.address, amount: "300000000" }
      const { json: made } = await call(ctx, payment.preparePayment, { body: order, headers })
      const body = { payment_id: made.payment_id, raw_tx: await sender.sign(made.raw_tx) }
      expect((await call(ctx, payment.transferPayment, { body })).status).toBe(200)
      await chain.commit(made.tx_hash)
      await platform.follow()
      return { made, params: idOf(made) }
    },
)

test("a shop's server gives a part back once, however often it asks, and is told", async ({ ctx, paid }) => {
  const { project, headers } = await newProgram(ctx)
  const { made, params } = await paid(headers)
  const body = { amount: "100000000", reason: "One was broken" }
  const once = { ...headers, "idempotency-key": randomUUID() }
  const { status, json } = await call(ctx, refund.refundPayment, { params, body, headers: once })
  expect([status, json]).toEqual([
    201,
    {
      id: expect.any(Number),
      payment_id: made.payment_id,
      amount: "100000000",
      reason: "One was broken",
      status: "owed",
      tx_hash: null,
      created_at: expect.any(String),
    },
  ])
  expect((await call(ctx, refund.refundPayment, { params, body, headers: once })).json).toEqual(json)
  expect((await call(ctx, refund.listRefunds, { params, headers })).json).toEqual([json])
  const shown = (await call(ctx, payment.getPayment, { params, headers })).json
  expect(shown.refunded).toBe("100000000")
  // The shares stay as they were signed; how much of one was given back is a part of it.
  const [, share] = shown.accounts
  expect([share.amount, share.parts.map((part: { status: string }) => part.status)]).toEqual([
    "297000000",
    ["reversed", "available"],
  ])
  const events = await ctx.db.event.findMany({ where: { object: "refund" } })
  expect(events).toMatchObject([{ type: "refund.created", project: project.id, status: "owed" }])
  expect(await ctx.db.refund.findFirst()).toMatchObject({ madeBy: expect.stringMatching(/^key:\d+$/) })
})

test("the receiver's wallet and an operator who may approve refund, and nobody else", async ({
  ctx,
  elsewhere,
  paid,
  signedIn,
  sender,
  receiver,
  stranger,
}) => {
  const { params } = await paid()
  const ask = async (headers: Record<string, string>, body: object = { amount: "10000000", reason: "agreed" }) =>
    call(elsewhere(), refund.refundPayment, { params, body, headers })
  expect((await ask(fromSomewhere())).status).toBe(401)
  for (const wallet of [sender, stranger]) expect((await ask(await signedIn(wallet))).status).toBe(403)
  await createOperator(ctx, { name: "olga", roles: ["look", "operate"] })
  expect((await ask(await signedInAs(elsewhere(), { name: "olga" }))).status).toBe(403)
  const other = await newProgram(ctx)
  expect((await ask(other.headers)).status).toBe(404)
  await createOperator(ctx, { name: "anna", roles: ["look", "approve"] })
  const anna = await signedInAs(elsewhere(), { name: "anna" })
  expect((await ask(anna)).status).toBe(201)
  expect((await ask(anna, {})).json).toMatchObject({ code: "VALIDATION_ERROR", errors: [{ path: "reason" }] })
  const own = await signedIn(receiver)
  expect((await ask(own, { amount: "10000000" })).status).toBe(201)
  expect((await ask({ ...own, "sec-fetch-site": "cross-site" })).status).toBe(403)
  const made = await ctx.db.refund.findMany({ where: { paymentId: BigInt(params.id) }, orderBy: { id: "asc" } })
  expect(made.map(({ madeBy }) => madeBy)).toEqual(["operator:anna", "receiver"])
  const list = await call(elsewhere(), refund.listRefunds, { params, headers: await signedIn(sender) })
  expect(list.json).toHaveLength(2)

  expect((await ask(own, {})).status).toBe(201)
  expect((await ask(own)).json).toMatchObject({ code: "STATE_MISMATCH", reason: "all_refunded" })
  const month = new Date().toISOString().slice(0, 7)
  const query = { month }
  const ofSender = await call(ctx, getStatement, { params: { address: sender.address }, query })
  expect(ofSender.json.lines.slice(-3).map(({ event }: { event: string }) => event)).toEqual([
    "payment_refunded",
    "payment_refunded",
    "payment_refunded",
  ])
  const { json } = await call(ctx, getStatement, { params: { address: receiver.address }, query })
  const sums = ["opening", "credited", "refunds"].map((name) => BigInt(json[name]))
  expect(sums.reduce((total, amount) => total + amount, -BigInt(json.paid_out))).toBe(BigInt(json.closing))
  // A refund is no sale less.
  const sales = json.lines.filter(({ event }: { event: string }) => event === "payment_confirmed").length
  expect(json.gross).toBe(`${ckb("3") * BigInt(sales)}`)
})

test("what is wrong with a refund is said, and nothing is lost", async ({
  ctx,
  elsewhere,
  withoutDatabase,
  withoutNode,
  prepared,
  paid,
  sender,
  receiver,
}) => {
  const waiting = await prepared({ sender: sender.address, receiver: receiver.address, amount: "300000000" })
  const ask = (body: unknown, params: { id: string } = idOf(waiting)) =>
    call(ctx, refund.refundPayment, { params, body, headers: OPERATOR })
  expect((await ask({ reason: "x" })).json).toMatchObject({ code: "STATE_MISMATCH", reason: "not_confirmed" })
  expect((await ask({ reason: "x" }, { id: "999999" })).status).toBe(404)
  for (const body of [{ amount: 0 }, { amount: "-1" }, { amount: "1.5" }, { amounts: "1" }, { reason: "" }])
    expect((await ask(body)).status, JSON.stringify(body)).toBe(400)
  expect((await ask({ reason: TOO_LARGE })).status).toBe(413)
  expect((await call(ctx, refund.listRefunds, { params: { id: "x" }, headers: OPERATOR })).status).toBe(400)
  expect((await call(ctx, refund.listRefunds, { params: { id: "999999" }, headers: OPERATOR })).status).toBe(404)
  const { params } = await paid()
  await ctx.db.pause.create({ data: { scope: "settlement", reason: "test", detail: "test" } })
  expect((await ask({ reason: "x" }, params)).json).toMatchObject({ code: "PAUSED" })
  await ctx.db.pause.updateMany({ data: { resolvedAt: new Date() } })
  expect(
    (await call(withoutNode, refund.refundPayment, { params, body: { reason: "x" }, headers: OPERATOR })).status,
  ).toBe(502)
  for (const contract of OURS) {
    expect((await call(withoutDatabase, contract, { params, headers: OPERATOR })).status).toBe(500)
    const from = fromSomewhere()
    exhaust(elsewhere(), contract.limit ?? "read", from["x-forwarded-for"])
    expect((await call(elsewhere(), contract, { params, headers: from })).status).toBe(429)
  }
  await refuseKeys(ctx, OURS)
})

everyReplyIsSeen("app/api/refund")
