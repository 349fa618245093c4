import { describe, expect } from "vitest"
import type { Context } from "@/lib/context"
import { toHex } from "@/lib/hex"
import * as linkApi from "@/lib/http/api/link"
import * as payment from "@/lib/http/api/payment"
import type { ReceivedEntryJson } from "@/lib/http/api/receiver"
import * as receiverApi from "@/lib/http/api/receiver"
import { call, exhaust } from "@/lib/http/api.fixture"
import { preparePaymentByLink } from "@/lib/link/prepare"
import { preparePayment } from "@/lib/payment/prepare"
import { submitPayment } from "@/lib/payment/submit"
import { settle } from "@/lib/settlement/settle"
import { apiStage, fromSomewhere, OPERATOR } from "@/test/support/api"
import { noAddresses } from "@/test/support/bad-input"
import { ckb, pay } from "@/test/support/payment"
import { contractsSeenIn, everyReplyIsSeen } from "@/test/support/promised-replies"
import { createWallet, type Wallet } from "@/test/support/wallet"

const test = apiStage({ env: { PLATFORM_FEE_BPS: "0" } })
  .extend("owner", { scope: "file" }, ({ walletWith }) => walletWith())
  .extend("other", { scope: "file" }, ({ walletWith }) => walletWith())
  .extend("terms", { scope: "file" }, ({ sender, other }) => () => ({
    sender: sender.address,
    receiver: other.address,
    amount: ckb("1"),
    splits: [],
  }))
const of = ({ address }: Wallet) => ({ params: { address } })

describe("payout settings", () => {
  test("are changed by the signed-in owner only, on the devnet too", async ({ ctx, signedIn, owner, other }) => {
    const body = { threshold: "10000000000", paused: true }
    const change = async (headers: Record<string, string>) =>
      (await call(ctx, receiverApi.setPayoutSettings, { ...of(owner), body, headers })).status
    expect(await change({})).toBe(401)
    expect(await change(OPERATOR)).toBe(401)
    expect(await change(await signedIn(other, ctx))).toBe(403)
    expect(await change({ ...(await signedIn(owner, ctx)), "sec-fetch-site": "cross-site" })).toBe(403)
    expect((await call(ctx, receiverApi.getPayoutSettings, of(owner))).json).toMatchObject({ own_threshold: null })
    expect(await change(await signedIn(owner, ctx))).toBe(200)
    const settings = { threshold: "10000000000", minimum: "6500000000", own_threshold: "10000000000", paused: true }
    expect((await call(ctx, receiverApi.getPayoutSettings, of(owner))).json).toEqual(settings)
    const account = { threshold: "10000000000", payouts_paused: true, next_settlement_at: null }
    expect((await call(ctx, receiverApi.getAccount, of(owner))).json).toMatchObject(account)
  })

  test("that cannot be are a 400 that says why", async ({ ctx, signedIn, owner }) => {
    const headers = await signedIn(owner, ctx)
    for (const body of [{ threshold: "6499999999" }, { threshold: "0" }, { paused: "yes" }, { pause: true }]) {
      const { status } = await call(ctx, receiverApi.setPayoutSettings, { ...of(owner), body, headers })
      expect(status, JSON.stringify(body)).toBe(400)
    }
    const large = await call(ctx, receiverApi.setPayoutSettings, { ...of(owner), body: "x".repeat(1_100_000), headers })
    expect(large.status).toBe(413)
  })

  test("are what settlement goes by", async ({ chain, platform, ctx, sender, signedIn, owner, other }) => {
    const headers = await signedIn(owner, ctx)
    const set = (body: object) => call(ctx, receiverApi.setPayoutSettings, { ...of(owner), body, headers })
    await pay(platform, chain, sender, owner, ckb("70"))
    await pay(platform, chain, sender, other, ckb("70"))
    await set({ threshold: "7000000001", paused: false })
    const [first] = (await settle(ctx)).settlements
    const paid = await ctx.db.entry.findMany({ where: { settlementId: first }, select: { receiver: true } })
    expect(paid).toEqual([{ receiver: other.address }])
    // Half of the few cells are in it, and no more are until a block has it.
    const { txHash } = await ctx.db.settlement.findUniqueOrThrow({ where: { id: first ?? 0n } })
    await chain.commit(toHex(txHash))
    await platform.follow()
    await set({ threshold: "7000000000", paused: true })
    expect(await settle(ctx)).toEqual({ settlements: [] })
    await set({ paused: false })
    expect((await settle(ctx)).settlements).toHaveLength(1)
    expect((await call(ctx, receiverApi.getAccount, of(owner))).json).toMatchObject({ settling: "7000000000" })
  })
})

describe("the export of entries", () => {
  const csvOf = async (ctx: Context, other: Wallet, query: Record<string, string>) => {
    const { status, headers, json } = await call(ctx, receiverApi.exportEntries, { ...of(other), query })
    expect([status, headers.get("content-type")]).toEqual([200, "text/csv; charset=utf-8"])
    const [head, ...lines] = String(json)
      .replace(/^\uFEFF/, "")
      .trimEnd()
      .split("\n")
    expect(head).toMatch(
      /^time,kind,status,gross_ckb,fee_ckb,to_others_ckb,net_ckb,net_shannons,link_title,link,reference,note,message,/,
    )
    return lines
  }

  test("holds exactly the rows that the list has under the same filters, and no formula", async ({
    chain,
    platform,
    ctx,
    sender,
    other,
    terms,
  }) => {
    const note = '=HYPERLINK("http://evil.example","x")'
    const infos = [note, 'tea, "green"', "TEA 中文"]
    for (const info of infos) {
      const prepared = await preparePayment(ctx, { ...terms(), info })
      await submitPayment(ctx, { paymentId: prepared.paymentId, rawTx: await sender.sign(prepared.rawTx) })
      await chain.commit(prepared.txHash)
      await platform.follow()
    }
    const csv = (query: Record<string, string>) => csvOf(ctx, other, query)
    const filters: Record<string, string>[] = [
      {},
      { note: "tea" },
      { kind: "split" },
      { status: "available", note: "中" },
      { info: note },
    ]
    for (const query of filters) {
      const listed = (await call(ctx, receiverApi.listEntries, { ...of(other), query })).json
      const lines = await csv(query)
      const ids = listed.map(({ id, payment_id }: ReceivedEntryJson) => `,${payment_id},${id},`)
      expect(lines, JSON.stringify(query)).toHaveLength(ids.length)
      for (const [index, id] of ids.entries()) expect(lines[index]).toContain(id)
    }
    expect((await csv({ note: "tea" })).map((line) => line.split(",").slice(1, 8).join())).toEqual([
      "receiver,available,1,0,0,1,100000000",
      "receiver,available,1,0,0,1,100000000",
    ])
    expect((await csv({ info: note }))[0]).toContain(`,"'=HYPERLINK(""http`)
    expect((await call(ctx, receiverApi.exportEntries, { ...of(other), query: { limit: "5" } })).status).toBe(400)
  })

  test("says what was sold as the list does: the link, the order, the note and the payer's message", async ({
    chain,
    platform,
    ctx,
    sender,
    other,
  }) => {
    const words = { reference: "2026-118", info: "two of them", message: "See you, soon" }
    const body = { receiver: other.address, amount: `${ckb("1")}`, title: "Ceramic mug, blue" }
    const { slug } = (await call(ctx, linkApi.createLink, { body })).json
    const order = await preparePaymentByLink(ctx, { ...words, slug, sender: sender.address })
    await submitPayment(ctx, { paymentId: order.paymentId, rawTx: await sender.sign(order.rawTx) })
    await chain.commit(order.txHash)
    await platform.follow()
    const { json } = await call(ctx, receiverApi.listEntries, { ...of(other), query: { note: "2026-118" } })
    expect(json).toMatchObject([{ ...words, link: { slug, title: "Ceramic mug, blue" } }])
    const [line] = await csvOf(ctx, other, { note: "see you" })
    expect(line).toContain(`"Ceramic mug, blue",/p/${slug},2026-118,two of them,"See you, soon",`)
  })
})

test("the ledger of a payment sums to zero in each group, and says whose what is owed is", async ({
  chain,
  platform,
  ctx,
  sender,
  owner,
}) => {
  const { paymentId } = await pay(platform, chain, sender, owner, ckb("2"))
  const { json } = await call(ctx, payment.getLedger, { params: { id: `${paymentId}` } })
  expect(
    json.map(({ event, account, amount, receiver: whose }: Record<string, string>) => [event, account, amount, whose]),
  ).toEqual([
    ["payment_committed", "pool", "200000000", null],
    ["payment_committed", "payments_in_confirmation", "-200000000", null],
    ["payment_confirmed", "payments_in_confirmation", "200000000", null],
    ["payment_confirmed", "owed", "-200000000", owner.address],
  ])
  expect((await call(ctx, payment.getLedger, { params: { id: "999999" } })).status).toBe(404)
})

test("income is there for each of the last days", async ({ chain, platform, ctx, sender, owner }) => {
  const earner = await createWallet(chain)
  await pay(platform, chain, sender, earner, ckb("2"))
  const { json } = await call(ctx, receiverApi.getIncome, { ...of(earner), query: { days: "7" } })
  expect(json).toHaveLength(7)
  expect(json.reduce((total: bigint, { amount }: { amount: string }) => total + BigInt(amount), 0n)).toBe(ckb("2"))
  expect((await call(ctx, receiverApi.getIncome, { ...of(owner), query: { days: "367" } })).status).toBe(400)
})

test("each is its owner's to read, a 500 without a database, a 400 for what is no address, and a 429 above its limit", async ({
  ctx,
  elsewhere,
  withoutDatabase,
  signedIn,
  owner,
  other,
  terms,
}) => {
  const headers = await signedIn(owner, ctx)
  const theirs = await signedIn(other, ctx)
  const { paymentId } = await preparePayment(ctx, { ...terms(), receiver: owner.address })
  for (const contract of contractsSeenIn("app/api/receiver")) {
    const body = contract.body ? {} : undefined
    const params = { address: owner.address, id: `${paymentId}` }
    expect((await call(withoutDatabase, contract, { params, body, headers })).status).toBe(500)
    expect((await call(elsewhere(), contract, { params, body, headers: theirs })).status).toBe(403)
    expect((await call(elsewhere(), contract, { params, body, headers: fromSomewhere() })).status).toBe(401)
    expect((await call(ctx, contract, { params: { address: "ckt1", id: "x" }, body, headers })).status).toBe(400)
    exhaust(elsewhere(), contract.limit ?? "read", headers["x-forwarded-for"])
    expect((await call(elsewhere(), contract, { params, body, headers })).status).toBe(429)
  }
})

test("off the devnet an account is its owner's and the operator's, unless reads are open", async ({
  ctx,
  elsewhere,
  owner,
}) => {
  for (const contract of [receiverApi.getAccount, receiverApi.listEntries]) {
    const ask = async (context: Context, more: object = {}) =>
      (await call(context, contract, { ...of(owner), headers: { ...fromSomewhere(), ...more } })).status
    expect(await ask(elsewhere()), contract.path).toBe(401)
    expect(await ask(elsewhere(), { "x-client-secret": "of a payment" }), contract.path).toBe(401)
    expect(await ask(elsewhere(), OPERATOR), contract.path).toBe(200)
    expect(await ask(elsewhere({ openReads: true })), contract.path).toBe(200)
    for (const address of noAddresses(owner.address))
      expect((await call(ctx, contract, { params: { address } })).status, address.slice(0, 20)).toBe(400)
  }
})

everyReplyIsSeen("app/api/receiver")
