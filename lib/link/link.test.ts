import { describe, expect } from "vitest"
import type { Context } from "@/lib/context"
import { AlreadyPaid, NotFound, ValidationError } from "@/lib/errors"
import { shannons } from "@/lib/money"
import { getPayment } from "@/lib/payment/query"
import { submitPayment } from "@/lib/payment/submit"
import { countSignatures } from "@/test/support/context"
import { ckb, payment } from "@/test/support/payment"
import { runAsOwner } from "@/test/support/postgres"
import { sharedStage } from "@/test/support/stage"
import { createWallet } from "@/test/support/wallet"
import { closePaymentLink } from "./close"
import { type CreateLinkInput, createPaymentLink } from "./create"
import { type PrepareByLinkInput, preparePaymentByLink } from "./prepare"
import { getPaymentLink, listPaymentLinks } from "./query"

const it = sharedStage({ cells: 16 })
  .extend("splitter", { scope: "file" }, ({ walletWith }) => walletWith())
  .extend("signatures", ({ ctx }, { onCleanup }) => {
    const signatures = countSignatures(ctx)
    onCleanup(signatures.stop)
    return signatures
  })
  .extend(
    "create",
    ({ ctx, receiver }) =>
      (change: Partial<CreateLinkInput> = {}) =>
        createPaymentLink(ctx, { receiver: receiver.address, amount: ckb("2"), title: "Ana's blog", ...change }),
  )
  /** Somebody who has prepared and signed, and only has to hand it in. */
  .extend("ready", ({ ctx, walletWith }) => async (slug: string, change: Partial<PrepareByLinkInput> = {}) => {
    const wallet = await walletWith("200")
    const prepared = await preparePaymentByLink(ctx, { slug, sender: wallet.address, ...change })
    const rawTx = await wallet.sign(prepared.rawTx)
    return { wallet, prepared, submit: () => submitPayment(ctx, { paymentId: prepared.paymentId, rawTx }) }
  })

const PAID = expect.objectContaining({ code: "ALREADY_PAID", details: { link_status: "used" } })
const refusedWith = (status: string) =>
  expect.objectContaining({ code: "LINK_UNAVAILABLE", details: { link_status: status } })

describe("a link", () => {
  it("is read back as it was made, its addresses in canonical form", async ({ ctx, receiver, create, splitter }) => {
    const expiresAt = new Date(Date.now() + 3_600_000)
    const link = await create({
      receiver: receiver.address.toUpperCase(),
      note: "For the coffee machine",
      splits: [{ receiver: splitter.address.toUpperCase(), bps: 2_500 }],
      info: "order 7",
      category: 3,
      oneTime: true,
      successUrl: "https://shop.example/done?x=1",
      expiresAt,
    })
    expect(link).toMatchObject({
      receiver: receiver.address,
      amount: ckb("2"),
      presets: [],
      title: "Ana's blog",
      note: "For the coffee machine",
      splits: [{ receiver: splitter.address, bps: 2_500 }],
      info: "order 7",
      category: 3,
      oneTime: true,
      successUrl: "https://shop.example/done?x=1",
      expiresAt,
      status: "active",
    })
    expect(link.slug).toMatch(/^[0-9a-hjkmnp-tv-z]{12}$/)
    expect(await getPaymentLink(ctx, link.slug)).toEqual(link)
    await expect(getPaymentLink(ctx, "000000000000")).rejects.toThrow(NotFound)
  })

  it.for<[string, (platform: string, splitter: string) => Partial<CreateLinkInput>, string]>([
    ["a receiver that is no address", () => ({ receiver: "x" }), "receiver"],
    ["the platform as receiver", (platform) => ({ receiver: platform }), "receiver"],
    ["the platform as splitter", (platform) => ({ splits: [{ receiver: platform, bps: 1 }] }), "splits[0].receiver"],
    [
      "a splitter twice",
      (_, splitter) => ({ splits: [1, 2].map((bps) => ({ receiver: splitter, bps })) }),
      "splits[1].receiver",
    ],
    ["splits above the amount", (_, splitter) => ({ splits: [{ receiver: splitter, amount: ckb("2") }] }), "splits"],
    [
      "splits above a preset",
      (_, splitter) => ({
        amount: undefined,
        presets: [ckb("5"), ckb("1")],
        splits: [{ receiver: splitter, amount: ckb("2") }],
      }),
      "splits",
    ],
    ["an amount and presets", () => ({ presets: [ckb("1")] }), "presets"],
    ["a preset twice", () => ({ amount: undefined, presets: [ckb("1"), ckb("1")] }), "presets"],
    ["an end in the past", () => ({ expiresAt: new Date(Date.now() - 1_000) }), "expires_at"],
    ["a script as success URL", () => ({ successUrl: "javascript:alert(1)" }), "success_url"],
    ["data as success URL", () => ({ successUrl: "data:text/html,x" }), "success_url"],
    ["half a success URL", () => ({ successUrl: "/done" }), "success_url"],
    ["a password in the success URL", () => ({ successUrl: "https://a:b@shop.example/" }), "success_url"],
  ])("is refused with %s", async ([_, change, path], { ctx, splitter, create }) => {
    const refusal = await create(change(ctx.chain.platform.address, splitter.address)).catch((error: unknown) => error)
    expect(refusal).toBeInstanceOf(ValidationError)
    expect((refusal as ValidationError).errors).toMatchObject([{ path }])
  })

  it("sends payers to plain http on the devnet and on their own machine only", async ({ ctx, receiver }) => {
    const elsewhere = { ...ctx, config: { ...ctx.config, network: "testnet" as const } }
    const on = (context: Context, successUrl: string) =>
      createPaymentLink(context, { receiver: receiver.address, title: "x", successUrl })
    expect((await on(ctx, "http://shop.example/")).successUrl).toBe("http://shop.example/")
    expect((await on(elsewhere, "http://localhost:8080/done")).successUrl).toBe("http://localhost:8080/done")
    await expect(on(elsewhere, "http://shop.example/")).rejects.toThrow(ValidationError)
    await expect(on(elsewhere, "http://localhost.evil.example/")).rejects.toThrow(ValidationError)
  })
})

describe("a payment through a link", () => {
  it("has the link's terms, whatever the request leaves out", async ({ ctx, receiver, create, splitter, ready }) => {
    const { slug } = await create({
      splits: [{ receiver: splitter.address, bps: 2_500 }],
      info: "order 7",
      category: 3,
    })
    const { prepared } = await ready(slug, { senderDid: "did:x" })
    expect(prepared.amount).toBe(ckb("2"))
    expect(await getPayment(ctx, prepared.paymentId)).toMatchObject({
      link: { slug, title: "Ana's blog", note: null },
      receiver: receiver.address,
      amount: ckb("2"),
      info: "order 7",
      category: 3,
      senderDid: "did:x",
      entries: [
        { kind: "fee", amount: ckb("0.02") },
        { kind: "receiver", amount: ckb("1.485"), receiver: receiver.address },
        { kind: "split", amount: ckb("0.495"), receiver: splitter.address },
      ],
    })
  })

  it("may repeat the link's terms, and is refused when it says others", async ({
    ctx,
    walletWith,
    receiver,
    create,
    splitter,
  }) => {
    const { slug } = await create({ splits: [{ receiver: splitter.address, bps: 2_500 }], info: "order 7" })
    const wallet = await walletWith("200")
    const prepare = (change: Partial<PrepareByLinkInput>) =>
      preparePaymentByLink(ctx, { slug, sender: wallet.address, ...change })
    const same = { receiver: receiver.address.toUpperCase(), amount: ckb("2"), info: "order 7" }
    await prepare({ ...same, splits: [{ receiver: splitter.address, bps: 2_500 }] })
    for (const [path, change] of [
      ["amount", { amount: shannons(ckb("2") - 1n) }],
      ["receiver", { receiver: splitter.address }],
      ["info", { info: "order 8" }],
      ["splits", { splits: [] }],
      ["splits[0]", { splits: [{ receiver: splitter.address, bps: 2_501 }] }],
      ["splits[0]", { splits: [{ receiver: splitter.address, amount: shannons(2_500n) }] }],
      ["splits[0].receiver", { splits: [{ receiver: receiver.address, bps: 2_500 }] }],
    ] as const) {
      await expect(prepare(change as Partial<PrepareByLinkInput>), path).rejects.toMatchObject({ errors: [{ path }] })
    }
  })

  it("says the amount, a preset or not, where the link leaves it open", async ({ ctx, walletWith, create }) => {
    const { slug } = await create({ amount: undefined, presets: [ckb("1"), ckb("5")] })
    const wallet = await walletWith("200")
    const request = { slug, sender: wallet.address }
    await expect(preparePaymentByLink(ctx, request)).rejects.toMatchObject({ errors: [{ path: "amount" }] })
    expect((await preparePaymentByLink(ctx, { ...request, amount: ckb("3"), info: "hi" })).amount).toBe(ckb("3"))
  })

  it("is not begun through a link that is closed or over, and not finished through one that was closed meanwhile", async ({
    ctx,
    create,
    ready,
    signatures,
  }) => {
    const { slug } = await create()
    const waiting = await ready(slug)
    for (let twice = 0; twice < 2; twice++) expect((await closePaymentLink(ctx, slug)).status).toBe("closed")
    signatures.restart()
    await expect(waiting.submit()).rejects.toEqual(refusedWith("closed"))
    expect(signatures.count()).toBe(0)
    await expect(ready(slug)).rejects.toEqual(refusedWith("closed"))
    await expect(closePaymentLink(ctx, "000000000000")).rejects.toThrow(NotFound)

    const brief = await create({ expiresAt: new Date(Date.now() + 3_600_000) })
    await runAsOwner(
      ctx.config.databaseUrl.reveal(),
      `SET LOCAL session_replication_role = replica;
       UPDATE payment_link SET created_at = now() - interval '2 hours', expires_at = now() - interval '1 hour' WHERE id = ${brief.id}`,
    )
    await expect(ready(brief.slug)).rejects.toEqual(refusedWith("expired"))
  })

  it("expires with its link, when that comes before the hold's end", async ({ create, ready }) => {
    const expiresAt = new Date(Date.now() + 30_000)
    const { slug } = await create({ expiresAt })
    expect((await ready(slug)).prepared.expiresAt).toEqual(expiresAt)
  })
})

describe("a one-time link", () => {
  it("is paid once: the second is told before anything is signed, also when both hand in at once", async ({
    chain,
    platform,
    ctx,
    create,
    ready,
    signatures,
  }) => {
    const { slug } = await create({ oneTime: true })
    const [first, second] = [await ready(slug), await ready(slug)]
    await first.submit()
    signatures.restart()
    await expect(second.submit()).rejects.toEqual(PAID)
    expect(signatures.count()).toBe(0)
    expect((await payment(ctx, second.prepared.paymentId)).status).toBe("prepared")
    expect(await first.submit()).toMatchObject({ status: "submitted" })
    expect((await getPaymentLink(ctx, slug)).status).toBe("used")
    await expect(ready(slug)).rejects.toEqual(PAID)

    for (let round = 0; round < 3; round++) {
      const link = await create({ oneTime: true })
      const payers = [await ready(link.slug), await ready(link.slug)]
      const outcomes = await Promise.allSettled(payers.map(({ submit }) => submit()))
      expect(outcomes.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"])
      const ofBoth = { paymentId: { in: payers.map(({ prepared }) => prepared.paymentId) } }
      expect(await ctx.db.chainTransaction.count({ where: ofBoth })).toBe(1)
      const lost = outcomes.findIndex(({ status }) => status === "rejected")
      expect((outcomes[lost] as PromiseRejectedResult).reason).toBeInstanceOf(AlreadyPaid)
      const { paymentId } = (payers[lost] as (typeof payers)[number]).prepared
      expect(await ctx.db.claim.count({ where: { paymentId } })).toBe(0)
      await chain.mine(3)
      await platform.follow()
    }
  })

  it("is open again when its payment has failed for good", async ({ chain, platform, ctx, create, ready }) => {
    const { slug } = await create({ oneTime: true })
    const first = await ready(slug)
    const second = await ready(slug)
    await first.submit()
    // The sender's cell goes elsewhere, at a higher fee, before a block has the payment.
    await first.wallet.spendAll(ckb("199.99"))
    await chain.mine(3)
    await platform.follow()
    expect((await payment(ctx, first.prepared.paymentId)).status).toBe("failed")
    expect((await getPaymentLink(ctx, slug)).status).toBe("active")
    expect(await second.submit()).toMatchObject({ status: "submitted" })
    expect((await getPaymentLink(ctx, slug)).status).toBe("used")
    await chain.commit(second.prepared.txHash)
    await platform.follow()
  })
})

it("a receiver's links are listed newest first, with what came in through each, page by page", async ({
  chain,
  platform,
  ctx,
  create,
  ready,
}) => {
  const own = await createWallet(chain)
  const [older, newer] = [
    await create({ receiver: own.address }),
    await create({ receiver: own.address, amount: undefined }),
  ]
  const [paid, waiting] = [await ready(older.slug), await ready(older.slug)]
  await ready(older.slug)
  await paid.submit()
  await chain.commit(paid.prepared.txHash)
  await platform.follow()
  await waiting.submit()
  const receiverLockHash = own.lock.hash()
  const first = await listPaymentLinks(ctx, { receiverLockHash, limit: 1 })
  expect(first.items).toMatchObject([{ slug: newer.slug, paid: { count: 0, amount: 0n } }])
  const second = await listPaymentLinks(ctx, { receiverLockHash, limit: 1, cursor: first.next as bigint })
  expect(second).toMatchObject({
    items: [
      {
        slug: older.slug,
        paid: { count: 1, amount: ckb("2"), net: ckb("1.98") },
        pending: { count: 1, amount: ckb("2") },
      },
    ],
    next: undefined,
  })
})
