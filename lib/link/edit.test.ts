import { describe, expect } from "vitest"
import { getPayment } from "@/lib/payment/query"
import { submitPayment } from "@/lib/payment/submit"
import { ckb } from "@/test/support/payment"
import { sharedStage } from "@/test/support/stage"
import { closePaymentLink } from "./close"
import { type CreateLinkInput, createPaymentLink } from "./create"
import { editPaymentLink, type LinkChange } from "./edit"
import { preparePaymentByLink } from "./prepare"
import { getPaymentLink } from "./query"

const it = sharedStage({ cells: 16 }).extend(
  "create",
  ({ ctx, receiver }) =>
    (change: Partial<CreateLinkInput> = {}) =>
      createPaymentLink(ctx, { receiver: receiver.address, title: "Ana's blog", ...change }),
)

describe("a change of a link", () => {
  it("says something else, and what is absent stays", async ({ ctx, create }) => {
    const link = await create({ note: "For tea", presets: [ckb("1")], successUrl: "https://shop.example/" })
    const expiresAt = new Date(Date.now() + 3_600_000)
    expect(await editPaymentLink(ctx, link.slug, { title: "Eva's blog", expiresAt })).toEqual({
      ...link,
      title: "Eva's blog",
      expiresAt,
      revision: 1,
    })
    const rest = { note: null, presets: [ckb("2"), ckb("3")], successUrl: null, expiresAt: null }
    expect(await editPaymentLink(ctx, link.slug, rest)).toEqual({ ...link, ...rest, title: "Eva's blog", revision: 2 })
    expect((await editPaymentLink(ctx, link.slug, {})).revision).toBe(2)
    expect((await editPaymentLink(ctx, link.slug, { title: "Eva's blog" })).revision).toBe(2)
  })

  it("leaves a payment the words that its payer has read", async ({ ctx, create, walletWith }) => {
    const { slug } = await create({ amount: ckb("2"), note: "For tea" })
    const { address: sender } = await walletWith("200")
    const before = await preparePaymentByLink(ctx, { slug, sender })
    await editPaymentLink(ctx, slug, { title: "Eva's blog", note: null })
    const after = await preparePaymentByLink(ctx, { slug, sender })
    await editPaymentLink(ctx, slug, { title: "Ada's blog", note: "For cake" })
    const linkOf = async ({ paymentId }: typeof before) => (await getPayment(ctx, paymentId)).link
    expect(await linkOf(before)).toEqual({ slug, title: "Ana's blog", note: "For tea" })
    expect(await linkOf(after)).toEqual({ slug, title: "Eva's blog", note: null })
  })

  it("is told as an event, and what it replaces is kept", async ({ ctx, create }) => {
    const link = await create()
    await editPaymentLink(ctx, link.slug, { title: "Eva's blog" })
    const where = { object: "link", objectId: link.id }
    const events = await ctx.db.event.findMany({ where, orderBy: { sequence: "asc" } })
    expect(events.map(({ type }) => type)).toEqual(["link.created", "link.changed"])
    expect(await ctx.db.paymentLinkRevision.findMany({ where: { linkId: link.id } })).toMatchObject([
      { revision: 0, title: "Ana's blog" },
    ])
  })

  it("is refused once the link is paid or closed", async ({ ctx, create, walletWith }) => {
    const closed = await create()
    await closePaymentLink(ctx, closed.slug)
    const paid = await create({ amount: ckb("2"), oneTime: true })
    const wallet = await walletWith("200")
    const { paymentId, rawTx } = await preparePaymentByLink(ctx, { slug: paid.slug, sender: wallet.address })
    await submitPayment(ctx, { paymentId, rawTx: await wallet.sign(rawTx) })
    for (const { slug } of [closed, paid]) {
      await expect(editPaymentLink(ctx, slug, { title: "x" })).rejects.toMatchObject({ code: "STATE_MISMATCH" })
      expect((await getPaymentLink(ctx, slug)).title).toBe("Ana's blog")
    }
    await expect(editPaymentLink(ctx, "000000000000", { title: "x" })).rejects.toMatchObject({ code: "NOT_FOUND" })
  })

  it.for<[string, Partial<CreateLinkInput>, LinkChange, string]>([
    ["presets beside an amount", { amount: ckb("2") }, { presets: [ckb("1")] }, "presets"],
    ["a preset twice", {}, { presets: [ckb("1"), ckb("1")] }, "presets"],
    ["an end in the past", {}, { expiresAt: new Date(Date.now() - 1_000) }, "expires_at"],
    ["a script as the way back", {}, { successUrl: "javascript:alert(1)" }, "success_url"],
  ])("is refused with %s", async ([_, made, change, path], { ctx, create }) => {
    const { slug } = await create(made)
    await expect(editPaymentLink(ctx, slug, change)).rejects.toMatchObject({ errors: [{ path }] })
  })

  it("is refused with a preset that is less than what others get", async ({ ctx, create, walletWith }) => {
    const { address } = await walletWith()
    const { slug } = await create({ splits: [{ receiver: address, amount: ckb("2") }] })
    await expect(editPaymentLink(ctx, slug, { presets: [ckb("1")] })).rejects.toMatchObject({
      errors: [{ path: "splits" }],
    })
  })
})
