import { ed25519 } from "@noble/curves/ed25519.js"
import { describe, expect } from "vitest"
import * as link from "@/lib/http/api/link"
import * as payment from "@/lib/http/api/payment"
import { call } from "@/lib/http/api.fixture"
import { fromSomewhere } from "@/test/support/api"
import { projectStage } from "@/test/support/projects"

const test = projectStage()

describe("a project's links", () => {
  test("send the payer back with a signature that the shop can check without asking", async ({
    ctx,
    chain,
    platform,
    mine,
    as,
    sender,
    receiver,
  }) => {
    const shop = { receiver: receiver.address, title: "Order 13.5", amount: "200000000", reference: "order 13.5" }
    const made = await as(mine, link.createLink, { body: { ...shop, success_url: "https://shop.example/thanks?a=1" } })
    const { json } = await call(ctx, payment.preparePayment, {
      body: { sender: sender.address, link: made.json.slug },
      headers: fromSomewhere(),
    })
    const params = { id: String(json.payment_id) }
    const back = async () => (await as(mine, payment.getPayment, { params })).json.return_url
    expect(await back()).toBeNull()
    const body = { payment_id: json.payment_id, raw_tx: await sender.sign(json.raw_tx) }
    expect((await call(ctx, payment.transferPayment, { body })).status).toBe(200)
    expect(await back()).toBeNull()
    await chain.commit(json.tx_hash)
    await platform.follow()
    const { a, signature = "", ...said } = Object.fromEntries(new URL(await back()).searchParams)
    expect([a, said]).toEqual(["1", { payment_id: params.id, tx_hash: json.tx_hash, reference: "order 13.5" }])
    const isSigned = (text: string) => {
      const key = Buffer.from(mine.publicKey.slice("whpk_".length), "base64")
      return ed25519.verify(Buffer.from(signature.slice("v1a,".length), "base64"), Buffer.from(text), key)
    }
    expect(isSigned(`${said.payment_id}.${said.tx_hash}.${said.reference}`)).toBe(true)
    expect(isSigned(`${said.payment_id}.${said.tx_hash}.order 14`)).toBe(false)
  })

  test("bring payments that are the project's, whoever pays, and an order once for the project", async ({
    ctx,
    mine,
    theirs,
    as,
    sender,
    receiver,
    stranger,
  }) => {
    const order = { receiver: receiver.address, title: "Order 12", amount: "200000000", reference: "order-12" }
    const body = { ...order, metadata: { cart: "7" }, cancel_url: "https://shop.example/cart" }
    const made = await as(mine, link.createLink, { body })
    expect(made.json).toMatchObject({ reference: "order-12", cancel_url: "https://shop.example/cart" })
    expect(made.json).not.toHaveProperty("metadata")
    expect((await as(mine, link.createLink, { body })).json.slug).toBe(made.json.slug)
    const elsewhere = await as(mine, link.createLink, { body: { ...body, receiver: stranger.address } })
    expect(elsewhere.json).toMatchObject({ code: "REFERENCE_TAKEN", link: made.json.slug })
    const theirOwn = await as(theirs, link.createLink, { body })
    expect(theirOwn.json.slug).not.toBe(made.json.slug)
    const noProject = await call(ctx, link.createLink, { body: order })
    expect([made.json.slug, theirOwn.json.slug]).not.toContain(noProject.json.slug)
    const found = await as(mine, link.listLinksOfProject, { query: { reference: "order-12" } })
    expect(found.json).toEqual([{ ...made.json, metadata: { cart: "7" } }])

    const { json } = await call(ctx, payment.preparePayment, {
      body: { sender: sender.address, link: made.json.slug },
      headers: fromSomewhere(),
    })
    const params = { id: String(json.payment_id) }
    expect((await as(mine, payment.getPayment, { params })).json.reference).toBe("order-12")
    expect((await as(theirs, payment.getPayment, { params })).status).toBe(404)
    const events = await ctx.db.event.findMany({ where: { object: "payment", objectId: BigInt(json.payment_id) } })
    expect(events.map(({ project: whose }) => whose)).toEqual([mine.id])
    const move = ctx.db.$executeRaw`UPDATE payment SET project_id = ${theirs.id} WHERE id = ${json.payment_id}`
    await expect(move).rejects.toThrow(/keeps what was said/)
  })

  test("carry no more than they may", async ({ ctx, mine, as, receiver }) => {
    const order = { receiver: receiver.address, title: "x" }
    for (const metadata of [
      Object.fromEntries(Array.from({ length: 21 }, (_, i) => [`k${i}`, "v"])),
      { k: "x".repeat(501) },
      { "": "v" },
      { k: 1 },
      { k: "a\0b" },
    ])
      expect((await as(mine, link.createLink, { body: { ...order, metadata } })).status).toBe(400)
    expect((await call(ctx, link.createLink, { body: { ...order, metadata: { k: "v" } } })).status).toBe(400)
    for (const cancel_url of ["javascript:0", "http://shop.example"])
      expect((await as(mine, link.createLink, { body: { ...order, cancel_url } })).status).toBe(400)
  })
})
