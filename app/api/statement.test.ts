import { expect } from "vitest"
import type { Context } from "@/lib/context"
import * as receiverApi from "@/lib/http/api/receiver"
import type { StatementJson } from "@/lib/http/api/statement"
import * as statementApi from "@/lib/http/api/statement"
import { call, exhaust } from "@/lib/http/api.fixture"
import { preparePayment } from "@/lib/payment/prepare"
import { submitPayment } from "@/lib/payment/submit"
import { settle } from "@/lib/settlement/settle"
import { prepareWithdrawal } from "@/lib/withdrawal/prepare"
import { submitWithdrawal } from "@/lib/withdrawal/submit"
import { apiStage, fromSomewhere } from "@/test/support/api"
import { ckb, pay } from "@/test/support/payment"
import { contractsSeenIn, everyReplyIsSeen } from "@/test/support/promised-replies"
import { replaceBlockOf } from "@/test/support/reorganise"

const thisMonth = () => new Date().toISOString().slice(0, 7)
const lastMonth = () => {
  const date = new Date()
  date.setUTCDate(0)
  return date.toISOString().slice(0, 7)
}

const test = apiStage({ env: { PLATFORM_FEE_BPS: "100", CONFIRMATIONS: "1" } })
  .extend("statement", ({ ctx, receiver }) => async (month = thisMonth()): Promise<StatementJson> => {
    const params = { address: receiver.address }
    const { status, json } = await call(ctx, statementApi.getStatement, { params, query: { month } })
    expect(status, JSON.stringify(json)).toBe(200)
    return json
  })
  .extend("takeOut", ({ chain, platform, ctx, receiver }) => async (amount: string) => {
    const prepared = await prepareWithdrawal(ctx, { receiver: receiver.address, amount: ckb(amount) })
    const rawTx = await receiver.sign(prepared.rawTx)
    await submitWithdrawal(ctx, { withdrawalId: prepared.withdrawalId, rawTx })
    await chain.commit(prepared.txHash)
    await platform.follow()
    return prepared
  })

const signed = (amount: bigint | string) => BigInt(amount)
const sumOf = (lines: StatementJson["lines"]) => lines.reduce((total, { amount }) => total + signed(amount), 0n)

test("a month's statement says each payment once and each payout, to the shannon, also after a reorganisation", async ({
  chain,
  platform,
  ctx,
  sender,
  receiver,
  statement,
  takeOut,
}) => {
  expect(await statement()).toMatchObject({ opening: "0", closing: "0", lines: [], is_complete: true })
  const first = await pay(platform, chain, sender, receiver, ckb("10"))
  const taken = await takeOut("3")
  const again = await takeOut("2")
  const big = await pay(platform, chain, sender, receiver, ckb("80"))
  const { settlements } = await settle(ctx)
  const { txHash } = await ctx.db.settlement.findUniqueOrThrow({ where: { id: settlements[0] ?? 0n } })
  await chain.commit(`0x${Buffer.from(txHash).toString("hex")}`)
  await platform.follow()

  const { opening, gross, platform_fees, to_others, credited, paid_out, closing, lines } = await statement()
  expect([gross, platform_fees, to_others]).toEqual([`${ckb("90")}`, `${ckb("0.9")}`, "0"])
  expect([opening, credited, paid_out, closing]).toEqual(["0", `${ckb("89.1")}`, `${ckb("89.1")}`, "0"])
  expect(lines.map(({ amount, payment, payout }) => [signed(amount), payment?.id, payout?.network_fee])).toEqual([
    [ckb("9.9"), Number(first.paymentId), undefined],
    [-ckb("3"), undefined, taken.networkFee.toString()],
    [-ckb("2"), undefined, again.networkFee.toString()],
    [ckb("79.2"), Number(big.paymentId), undefined],
    [-ckb("84.1"), undefined, "0"],
  ])
  expect(lines[0]?.payment).toMatchObject({ amount: `${ckb("10")}`, platform_fee: `${ckb("0.1")}` })
  expect(lines.at(-1)?.balance).toBe(closing)

  await replaceBlockOf(chain, ctx, big.txHash)
  await platform.follow()
  const after = await statement()
  expect(after.lines.slice(0, lines.length)).toEqual(lines)
  expect(after.lines.length).toBeGreaterThan(lines.length)
  expect(sumOf(after.lines)).toBe(signed(after.closing))
  // Nobody else has a share: what is taken back was paid the other way round, in each of the sums.
  expect(after.to_others).toBe("0")
  expect(signed(after.opening) + signed(after.credited) - signed(after.paid_out)).toBe(signed(after.closing))
  expect(await statement(lastMonth())).toMatchObject({ opening: "0", closing: "0", lines: [] })
})

test("what others get of a payment is not the party's: of each credit it says what was paid for it", async ({
  chain,
  platform,
  ctx,
  receiver,
  walletWith,
  statement,
}) => {
  const before = await statement()
  const [sender, other] = [await walletWith("200"), await walletWith()]
  const body = { sender: sender.address, receiver: other.address, amount: ckb("10") }
  const splits = [{ receiver: receiver.address, bps: 2_500 }]
  const { paymentId, rawTx, txHash } = await preparePayment(ctx, { ...body, splits })
  await submitPayment(ctx, { paymentId, rawTx: await sender.sign(rawTx) })
  await chain.commit(txHash)
  await platform.follow()
  const after = await statement()
  const more = (name: "gross" | "platform_fees" | "to_others" | "credited") =>
    signed(after[name]) - signed(before[name])
  expect([more("gross"), more("platform_fees"), more("to_others"), more("credited")]).toEqual([
    ckb("10"),
    ckb("0.1"),
    ckb("7.425"),
    ckb("2.475"),
  ])
})

test("what was before the month is its opening balance", async ({ statement }) => {
  const { closing, lines } = await statement()
  expect(lines.length).toBeGreaterThan(0)
  const now = new Date()
  const next = new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() + 1, 1)).toISOString().slice(0, 7)
  expect(await statement(next)).toMatchObject({ opening: closing, credited: "0", paid_out: "0", closing, lines: [] })
})

test("is a table where that is asked for, with the balances around the same lines", async ({
  ctx,
  receiver,
  statement,
}) => {
  const { lines } = await statement()
  const params = { address: receiver.address }
  const ask = (query: Record<string, string>, accept?: string) =>
    call(ctx, statementApi.getStatement, {
      params,
      query: { month: thisMonth(), ...query },
      ...(accept ? { headers: { accept } } : {}),
    })
  const table = await ask({}, "text/csv")
  expect(table.headers.get("content-type")).toBe("text/csv; charset=utf-8")
  expect(table.headers.get("content-disposition")).toMatch(
    /^attachment; filename="micro-pay-statement-ck\w+-\w{6}-2\d{3}-\d\d\.csv"$/,
  )
  const rows = String(table.json).trimEnd().split("\n")
  expect(rows).toHaveLength(lines.length + 3)
  expect(rows[1]).toContain("opening_balance")
  expect(rows.at(-1)).toContain("closing_balance")
  expect((await ask({ format: "csv" })).json).toBe(table.json)
  for (const [query, accept] of [
    [{}, "application/json, text/csv;q=0.5"],
    [{}, "*/*"],
    [{ format: "json" }, "text/csv"],
  ] as const)
    expect((await ask(query, accept)).headers.get("content-type"), accept).toBe("application/json")
})

test.for(["2026-13", "2026-1", "26-01", "1999-12", "", "2026-01-01"])(
  "a month that is none is a 400: %s",
  async (month, { ctx, receiver }) => {
    const params = { address: receiver.address }
    expect((await call(ctx, statementApi.getStatement, { params, query: { month } })).status).toBe(400)
  },
)

test("payouts are listed newest first, each with what it pays, and as a table", async ({ ctx, receiver }) => {
  const params = { address: receiver.address }
  const list = (query: Record<string, string> = {}) => call(ctx, receiverApi.listPayouts, { params, query })
  const { json } = await list()
  expect(json.map(({ kind }: { kind: string }) => kind)).toEqual(["payout", "withdrawal", "withdrawal"])
  expect(json[0]).toMatchObject({ amount: `${ckb("84.1")}`, network_fee: "0", payment_count: 2 })
  expect(json[0].payments.map(({ amount }: { amount: string }) => amount)).toEqual([`${ckb("4.9")}`, `${ckb("79.2")}`])
  expect(json[1]).toMatchObject({ amount: `${ckb("2")}`, payment_count: 1 })
  const page = await list({ limit: "2" })
  expect(page.json).toEqual(json.slice(0, 2))
  const cursor = /cursor=(\d+)/.exec(page.headers.get("link") ?? "")?.[1] ?? ""
  expect((await list({ limit: "2", cursor })).json).toEqual(json.slice(2))
  const table = await call(ctx, receiverApi.exportPayouts, { params })
  const rows = String(table.json).trimEnd().split("\n")
  expect(rows).toHaveLength(json.length + 1)
  for (const [index, { tx_hash }] of json.entries()) expect(rows[index + 1]).toContain(tx_hash)
})

test("each is its owner's to read, a 500 without a database, a 400 for what is no address, and a 429 above its limit", async ({
  ctx,
  elsewhere,
  withoutDatabase,
  signedIn,
  walletWith,
  receiver,
}) => {
  const headers = await signedIn(receiver, ctx)
  const theirs = await signedIn(await walletWith(), ctx)
  for (const contract of contractsSeenIn("app/api/statement")) {
    const query = contract === statementApi.getStatement ? { month: thisMonth() } : ""
    const statusOf = async (of: Context, more: Record<string, string>, address = receiver.address) =>
      (await call(of, contract, { params: { address }, query, headers: more })).status
    expect(await statusOf(withoutDatabase, headers), contract.path).toBe(500)
    expect(await statusOf(elsewhere(), theirs), contract.path).toBe(403)
    expect(await statusOf(elsewhere(), fromSomewhere()), contract.path).toBe(401)
    expect(await statusOf(ctx, headers, "ckt1"), contract.path).toBe(400)
    if (contract !== receiverApi.exportPayouts)
      expect((await call(ctx, contract, { params: { address: receiver.address }, query: { x: "1" } })).status).toBe(400)
    exhaust(elsewhere(), contract.limit ?? "read", headers["x-forwarded-for"])
    expect(await statusOf(elsewhere(), headers), contract.path).toBe(429)
  }
})

everyReplyIsSeen("app/api/statement")
