import { randomUUID } from "node:crypto"
import { describe, expect } from "vitest"
import * as link from "@/lib/http/api/link"
import * as payment from "@/lib/http/api/payment"
import { call, exhaust } from "@/lib/http/api.fixture"
import { createOperator, signedIn as signedInAs } from "@/lib/http/operator.fixture"
import { apiStage, fromSomewhere, idOf } from "@/test/support/api"
import { TOO_LARGE } from "@/test/support/bad-input"
import { refuseKeys } from "@/test/support/keys"
import { contractsSeenIn, everyReplyIsSeen } from "@/test/support/promised-replies"

const UNKNOWN = { slug: "000000000000" }

const test = apiStage().extend("terms", { scope: "file" }, ({ sender, receiver }) => () => ({
  receiver: receiver.address,
  amount: "200000000",
  title: "Ana's blog",
  splits: [{ receiver: sender.address, bps: 100 }],
  one_time: true,
  success_url: "https://shop.example/",
  expires_at: new Date(Date.now() + 3_600_000).toISOString(),
}))

describe("payment links over HTTP", () => {
  test("are made once for one Idempotency-Key, read, paid once, listed and closed", async ({
    chain,
    platform,
    ctx,
    sender,
    receiver,
    prepared,
    terms,
  }) => {
    const headers = { "idempotency-key": randomUUID() }
    const body = terms()
    const { status, json: made } = await call(ctx, link.createLink, { body, headers })
    expect([status, made]).toEqual([201, expect.objectContaining({ ...body, status: "active", presets: [] })])
    expect((await call(ctx, link.createLink, { body, headers })).json).toEqual(made)
    expect((await call(ctx, link.createLink, { body: { ...body, title: "x" }, headers })).status).toBe(409)
    const params = { slug: made.slug }
    expect((await call(ctx, link.getLink, { params })).json).toEqual(made)
    expect((await call(ctx, link.getLinkPayment, { params })).json).toEqual({ payment_id: null })

    const [first, second] = [
      await prepared({ sender: sender.address, link: made.slug }),
      await prepared({ sender: sender.address, link: made.slug }),
    ]
    expect(first.amount).toBe("200000000")
    const transfer = { payment_id: first.payment_id, raw_tx: await sender.sign(first.raw_tx) }
    expect((await call(ctx, payment.transferPayment, { body: transfer })).status).toBe(200)
    for (const contract of [payment.transferPayment, payment.submitPayment]) {
      const again = { payment_id: second.payment_id, raw_tx: await sender.sign(second.raw_tx) }
      const { json } = await call(ctx, contract, { body: again })
      expect(json).toMatchObject({ code: "ALREADY_PAID", status: 409, link_status: "used" })
    }
    const late = await call(ctx, payment.preparePayment, { body: { sender: sender.address, link: made.slug } })
    expect(late.json).toMatchObject({ code: "ALREADY_PAID", link_status: "used", payment_id: first.payment_id })
    const { slug, title } = made
    expect((await call(ctx, payment.getPayment, { params: idOf(first) })).json.link).toEqual({
      slug,
      title,
      note: null,
    })
    expect((await call(ctx, link.getLinkPayment, { params })).json).toEqual({ payment_id: first.payment_id })
    await chain.commit(first.tx_hash)
    await platform.mine(1)

    const list = await call(ctx, link.listLinks, { params: { address: receiver.address } })
    const paid = { count: 1, amount: "200000000", net: "196020000" }
    expect(list.json).toEqual([{ ...made, status: "used", paid, pending: { count: 0, amount: "0" } }])
    expect((await call(ctx, link.closeLink, { params })).json.status).toBe("used")
  })

  test("are refused in words: what is wrong with a link, with its name, with a payment's terms", async ({
    ctx,
    sender,
    terms,
  }) => {
    for (const [path, change] of [
      ["title", { title: "" }],
      ["receiver", { receiver: "x" }],
      ["success_url", { success_url: "javascript:alert(1)" }],
      ["presets", { presets: ["1"] }],
      ["expires_at", { expires_at: "2020-01-01T00:00:00Z" }],
      ["amout", { amout: 1 }],
      ["at_counter", { at_counter: true, one_time: false }],
      ["at_counter", { at_counter: true, amount: undefined, splits: [] }],
    ] as const) {
      const { status, json } = await call(ctx, link.createLink, { body: { ...terms(), ...change } })
      expect([status, json.errors?.[0]?.path], path).toEqual([400, path])
    }
    expect((await call(ctx, link.createLink, { body: TOO_LARGE })).status).toBe(413)
    for (const contract of [link.getLink, link.getLinkPayment, link.closeLink]) {
      expect((await call(ctx, contract, { params: UNKNOWN })).status).toBe(404)
      expect((await call(ctx, contract, { params: { slug: "a\0" } })).status).toBe(400)
    }
    expect((await call(ctx, link.listLinks, { params: { address: "x" } })).status).toBe(400)
    const ask = async (change: object) =>
      (await call(ctx, payment.preparePayment, { body: { sender: sender.address, ...change } })).json
    expect(await ask({ link: UNKNOWN.slug })).toMatchObject({ code: "NOT_FOUND" })
    expect(await ask({})).toMatchObject({ errors: [{ path: "receiver" }, { path: "amount" }] })
    const { json: made } = await call(ctx, link.createLink, { body: terms() })
    expect(await ask({ link: made.slug, amount: 1 })).toMatchObject({ errors: [{ path: "amount" }] })
  })

  test("of a counter are marked for the payer's page, and stay out of the receiver's list", async ({
    ctx,
    receiver,
    terms,
  }) => {
    const list = async () => (await call(ctx, link.listLinks, { params: { address: receiver.address } })).json
    const before = await list()
    const { json: made } = await call(ctx, link.createLink, { body: { ...terms(), at_counter: true } })
    expect((await call(ctx, link.getLink, { params: { slug: made.slug } })).json.at_counter).toBe(true)
    expect(await list()).toEqual(before)
  })

  test("off the devnet the receiver's wallet makes, lists and closes them, and no other", async ({
    receiver,
    stranger,
    elsewhere,
    signedIn,
    terms,
  }) => {
    const [own, other] = [await signedIn(receiver), await signedIn(stranger)]
    const { json: made } = await call(elsewhere(), link.createLink, { body: terms(), headers: own })
    const params = { slug: made.slug, address: receiver.address }
    for (const [contract, given] of [
      [link.createLink, { body: terms() }],
      [link.listLinks, { params }],
      [link.getLinkPayment, { params }],
      [link.editLink, { params, body: { note: "x" } }],
      [link.closeLink, { params }],
    ] as const) {
      expect((await call(elsewhere(), contract, { ...given, headers: other })).status, contract.path).toBe(403)
      expect((await call(elsewhere(), contract, { ...given, headers: own })).status, contract.path).toBeLessThan(300)
    }
  })

  test("off the devnet the operator makes, lists and closes them, and everybody reads them", async ({
    ctx,
    receiver,
    elsewhere,
    terms,
  }) => {
    const { json: made } = await call(ctx, link.createLink, { body: terms() })
    const params = { slug: made.slug, address: receiver.address }
    for (const [contract, given] of [
      [link.createLink, { body: terms() }],
      [link.editLink, { params, body: { note: "x" } }],
      [link.closeLink, { params }],
      [link.getLinkPayment, { params }],
      [link.listLinks, { params }],
    ] as const) {
      const headers = fromSomewhere()
      expect((await call(elsewhere(), contract, { ...given, headers })).status, contract.path).toBe(401)
      await createOperator(ctx, { name: "olga", roles: ["operate"] })
      const operator = await signedInAs(elsewhere(), { name: "olga" })
      expect((await call(elsewhere(), contract, { ...given, headers: operator })).status).toBeLessThan(300)
      if (contract.method === "GET") continue
      const evil = { ...operator, "sec-fetch-site": "cross-site" }
      expect((await call(elsewhere(), contract, { ...given, headers: evil })).status).toBe(403)
    }
    expect((await call(elsewhere(), link.getLink, { params, headers: fromSomewhere() })).json.status).toBe("closed")
  })
})

describe("a reference over HTTP", () => {
  test("gets one link however often it is asked for, and its payment once it is paid", async ({
    ctx,
    sender,
    receiver,
    elsewhere,
    signedIn,
    prepared,
    terms,
  }) => {
    const { one_time: _, ...rest } = terms()
    const body = { ...rest, reference: `order ${randomUUID()}` }
    const make = async (change: object = {}) =>
      (await call(ctx, link.createLink, { body: { ...body, ...change } })).json
    const made = await make()
    expect(made).toMatchObject({ reference: body.reference, one_time: true, status: "active" })
    expect(await make({ title: "In other words" })).toEqual(made)
    expect(await make({ amount: "1" })).toMatchObject({ code: "REFERENCE_TAKEN", status: 409, link: made.slug })
    expect(await make({ one_time: false })).toMatchObject({ errors: [{ path: "one_time" }] })
    const params = { address: receiver.address }
    const listed = await call(ctx, link.listLinks, { params, query: { reference: body.reference } })
    expect(listed.json).toMatchObject([{ slug: made.slug }])

    const order = await prepared({ sender: sender.address, link: made.slug, message: "Thank you" })
    const transfer = { payment_id: order.payment_id, raw_tx: await sender.sign(order.raw_tx) }
    expect((await call(ctx, payment.transferPayment, { body: transfer })).status).toBe(200)
    expect(await make()).toMatchObject({ code: "ALREADY_PAID", payment_id: order.payment_id })
    const { reference } = body
    const found = await call(ctx, payment.listPayments, { query: { reference } })
    expect(found.json).toMatchObject([{ id: order.payment_id, reference, message: "Thank you" }])

    // Off the devnet the payment is named to its parties alone.
    const again = { body: { sender: sender.address, link: made.slug } }
    for (const [headers, id] of [
      [fromSomewhere(), undefined],
      [await signedIn(receiver), order.payment_id],
    ] as const) {
      const { json } = await call(elsewhere(), payment.preparePayment, { ...again, headers })
      expect([json.code, json.payment_id]).toEqual(["ALREADY_PAID", id])
    }
  })

  test("links say something else later, and keep whom and how much they pay", async ({ ctx, terms }) => {
    const { json: made } = await call(ctx, link.createLink, { body: terms() })
    const params = { slug: made.slug }
    const edit = async (body: object) => (await call(ctx, link.editLink, { params, body })).json
    const { success_url: _, ...asBefore } = made
    expect(await edit({ title: "Eva's blog", success_url: null })).toEqual({
      ...asBefore,
      title: "Eva's blog",
      success_url: null,
    })
    expect(await edit({ amount: "1" })).toMatchObject({ errors: [{ path: "amount" }] })
    expect((await call(ctx, link.editLink, { params: UNKNOWN, body: {} })).status).toBe(404)
    expect((await call(ctx, link.editLink, { params, body: TOO_LARGE })).status).toBe(413)
    await call(ctx, link.closeLink, { params })
    expect(await edit({ title: "x" })).toMatchObject({ code: "STATE_MISMATCH", status: 409 })
  })
})

test("each is a 500 without a database, and a 429 above its limit", async ({
  receiver,
  elsewhere,
  withoutDatabase,
  terms,
}) => {
  const headers = fromSomewhere()
  const params = { ...UNKNOWN, address: receiver.address }
  for (const contract of contractsSeenIn("app/api/link")) {
    const bodies = new Map<unknown, object>([
      [link.createLink, terms()],
      [link.editLink, {}],
    ])
    const given = { params, body: bodies.get(contract) }
    const { status, json } = await call(withoutDatabase, contract, given)
    expect([status, json.code], contract.path).toEqual([500, "INTERNAL_ERROR"])
    exhaust(elsewhere(), contract.limit ?? "read", headers["x-forwarded-for"])
    expect((await call(elsewhere(), contract, { ...given, headers })).status, contract.path).toBe(429)
  }
})

test("all of them are an operator's to list, a page at a time", async ({ ctx }) => {
  const { status, json, headers } = await call(ctx, link.listLinksOfProject, { query: { limit: "1" } })
  expect([status, json.length, json[0].metadata]).toEqual([200, 1, {}])
  expect(headers.get("link")).toMatch(/cursor=\d+>; rel="next"/)
  expect((await call(ctx, link.listLinksOfProject, { query: { limit: "0" } })).status).toBe(400)
})

test("keys that are none, or may do all else, are refused", ({ ctx }) =>
  refuseKeys(ctx, contractsSeenIn("app/api/link")))

everyReplyIsSeen("app/api/link")
