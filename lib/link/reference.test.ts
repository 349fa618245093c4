import { describe, expect } from "vitest"
import { submitPayment } from "@/lib/payment/submit"
import { ckb, payment } from "@/test/support/payment"
import { runAsOwner } from "@/test/support/postgres"
import { sharedStage } from "@/test/support/stage"
import { closePaymentLink } from "./close"
import { type CreateLinkInput, createPaymentLink } from "./create"
import { editPaymentLink } from "./edit"
import { type PrepareByLinkInput, preparePaymentByLink } from "./prepare"
import { getPaymentLink } from "./query"

let orders = 0
const newOrder = () => `order ${++orders}`

const it = sharedStage({ cells: 16 })
  .extend(
    "create",
    ({ ctx, receiver }) =>
      (change: Partial<CreateLinkInput> = {}) =>
        createPaymentLink(ctx, { receiver: receiver.address, amount: ckb("2"), title: "Ana's shop", ...change }),
  )
  /** Somebody who has prepared and signed, and only has to hand it in. */
  .extend("ready", ({ ctx, walletWith }) => async (slug: string, change: Partial<PrepareByLinkInput> = {}) => {
    const wallet = await walletWith("200")
    const prepared = await preparePaymentByLink(ctx, { slug, sender: wallet.address, ...change })
    const rawTx = await wallet.sign(prepared.rawTx)
    return { wallet, prepared, submit: () => submitPayment(ctx, { paymentId: prepared.paymentId, rawTx }) }
  })
  .extend("makeOld", ({ ctx }) => (id: bigint) => {
    return runAsOwner(
      ctx.config.databaseUrl.reveal(),
      `SET LOCAL session_replication_role = replica;
       UPDATE payment_link SET created_at = now() - interval '2 hours', expires_at = now() - interval '1 hour'
       WHERE id = ${id}`,
    )
  })

const alreadyPaid = (details: object) => expect.objectContaining({ code: "ALREADY_PAID", details })

describe("a link with a reference", () => {
  it("is one, however many ask for it at once", async ({ create }) => {
    const reference = newOrder()
    const links = await Promise.all([1, 2, 3, 4].map(() => create({ reference })))
    expect(new Set(links.map(({ slug }) => slug)).size).toBe(1)
    expect(links[0]).toMatchObject({ reference, oneTime: true })
  })

  it("is another's where the receiver is another", async ({ create, walletWith }) => {
    const reference = newOrder()
    const other = await walletWith()
    expect((await create({ reference, receiver: other.address })).slug).not.toBe((await create({ reference })).slug)
  })

  it.for<[string, Partial<CreateLinkInput>]>([
    ["amount", { amount: ckb("3") }],
    ["amount left open", { amount: undefined }],
    ["info", { info: "x" }],
    ["category", { category: 1 }],
  ])("does not stand for another %s", async ([_, change], { create }) => {
    const reference = newOrder()
    const { slug } = await create({ reference })
    await expect(create({ reference, ...change })).rejects.toMatchObject({
      code: "REFERENCE_TAKEN",
      details: { link: slug },
    })
  })

  it("does not stand for other splits", async ({ create, walletWith }) => {
    const [reference, splitter] = [newOrder(), await walletWith()]
    const splits = (bps: number) => [{ receiver: splitter.address, bps }]
    const { slug } = await create({ reference, splits: splits(100) })
    expect((await create({ reference, splits: splits(100) })).slug).toBe(slug)
    await expect(create({ reference, splits: splits(101) })).rejects.toMatchObject({ code: "REFERENCE_TAKEN" })
    await expect(create({ reference })).rejects.toMatchObject({ code: "REFERENCE_TAKEN" })
  })

  it("gives it back when it is closed or over and unpaid, and is not opened again", async ({
    ctx,
    create,
    makeOld,
  }) => {
    const reference = newOrder()
    const closed = await create({ reference })
    await closePaymentLink(ctx, closed.slug)
    const over = await create({ reference, expiresAt: new Date(Date.now() + 3_600_000) })
    expect(over.slug).not.toBe(closed.slug)
    await makeOld(over.id)
    const open = await create({ reference, amount: ckb("3") })
    expect(open.slug).not.toBe(over.slug)
    await expect(editPaymentLink(ctx, over.slug, { expiresAt: null })).rejects.toMatchObject({ code: "STATE_MISMATCH" })
    expect((await getPaymentLink(ctx, over.slug)).status).toBe("expired")
  })

  it("keeps it when it is closed after it was paid, and says by what", async ({
    chain,
    platform,
    ctx,
    create,
    ready,
  }) => {
    const reference = newOrder()
    const { slug } = await create({ reference })
    const { prepared, submit } = await ready(slug)
    await submit()
    await closePaymentLink(ctx, slug)
    const paid = alreadyPaid({ link_status: "used", payment_id: Number(prepared.paymentId) })
    await expect(create({ reference })).rejects.toEqual(paid)
    expect((await payment(ctx, prepared.paymentId)).reference).toBe(reference)
    await chain.commit(prepared.txHash)
    await platform.follow()
    await expect(create({ reference })).rejects.toEqual(paid)
  })

  it("gives it to its payment, and takes no other for it", async ({ ctx, create, ready }) => {
    const reference = newOrder()
    const { slug } = await create({ reference })
    expect((await payment(ctx, (await ready(slug)).prepared.paymentId)).reference).toBe(reference)
    await expect(ready(slug, { reference: newOrder() })).rejects.toMatchObject({ errors: [{ path: "reference" }] })
  })
})

describe("a reference in the address of a link for many payments", () => {
  it("is paid once where the link has an amount, also when two hand in at once", async ({ ctx, create, ready }) => {
    const { slug } = await create()
    const reference = newOrder()
    const payers = [await ready(slug, { reference }), await ready(slug, { reference })]
    const another = await ready(slug, { reference: newOrder() })
    const outcomes = await Promise.allSettled(payers.map(({ submit }) => submit()))
    expect(outcomes.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"])
    const lost = outcomes.find(({ status }) => status === "rejected") as PromiseRejectedResult
    expect(lost.reason).toEqual(alreadyPaid({}))
    const won = payers[outcomes.findIndex(({ status }) => status === "fulfilled")]
    const paymentId = Number(won?.prepared.paymentId)
    await expect(ready(slug, { reference })).rejects.toEqual(alreadyPaid({}))
    await expect(ready(slug, { reference, mayKnow: async () => true })).rejects.toEqual(
      alreadyPaid({ payment_id: paymentId }),
    )
    expect(await another.submit()).toMatchObject({ status: "submitted" })
    expect((await payment(ctx, another.prepared.paymentId)).referenceOnce).toBe(true)
  })

  it("binds nothing where the payer chooses the amount: nobody takes an order for a shannon", async ({
    create,
    ready,
  }) => {
    const { slug } = await create({ amount: undefined })
    const reference = newOrder()
    await (await ready(slug, { reference, amount: ckb("0.00000001") })).submit()
    expect(await (await ready(slug, { reference, amount: ckb("2") })).submit()).toMatchObject({ status: "submitted" })
  })

  it("can be paid again when its payment has failed for good", async ({ chain, platform, ctx, create, ready }) => {
    const { slug } = await create()
    const reference = newOrder()
    const first = await ready(slug, { reference })
    await first.submit()
    await first.wallet.spendAll(ckb("199.99"))
    await chain.mine(3)
    await platform.follow()
    expect((await payment(ctx, first.prepared.paymentId)).status).toBe("failed")
    expect(await (await ready(slug, { reference })).submit()).toMatchObject({ status: "submitted" })
  })
})
