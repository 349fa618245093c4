import { expect } from "vitest"
import * as payment from "@/lib/http/api/payment"
import * as refund from "@/lib/http/api/refund"
import * as totals from "@/lib/http/api/totals"
import { call, exhaust } from "@/lib/http/api.fixture"
import { createOperator, signedIn as signedInAs } from "@/lib/http/operator.fixture"
import { createKey } from "@/lib/project/keys"
import { apiStage, fromSomewhere } from "@/test/support/api"
import { bearer, newProgram, refuseKeys } from "@/test/support/keys"
import { sendAgain } from "@/test/support/payment"
import { contractsSeenIn, everyReplyIsSeen } from "@/test/support/promised-replies"
import { replaceBlockOf } from "@/test/support/reorganise"

const OURS = contractsSeenIn("app/api/totals")
const TODAY = new Date().toISOString().slice(0, 10)
const NOTHING = { count: 0, amount: "0", fee: "0", net: "0", refunded: "0" }

const test = apiStage({ env: { CONFIRMATIONS: "2" } })
  .extend("forum", { scope: "file" }, ({ ctx }) => newProgram(ctx))
  .extend(
    "tip",
    { scope: "file" },
    ({ chain, platform, ctx, sender, receiver, forum, stranger }) =>
      async (amount: string, labels: object, headers: Record<string, string> = forum.headers) => {
        const body = {
          ...{ sender: sender.address, receiver: receiver.address, amount, ...labels },
          splits: [{ receiver: stranger.address, bps: 2_000 }],
        }
        const { json: made } = await call(ctx, payment.preparePayment, { body, headers })
        const transfer = { payment_id: made.payment_id, raw_tx: await sender.sign(made.raw_tx) }
        expect((await call(ctx, payment.transferPayment, { body: transfer })).status).toBe(200)
        await chain.commit(made.tx_hash)
        await platform.follow()
        return made
      },
  )
  .extend("ask", { scope: "file" }, ({ ctx, forum }) => async (body: object) => {
    const { status, json } = await call(ctx, totals.getTotals, { body, headers: forum.headers })
    expect(status, JSON.stringify(json)).toBe(200)
    return json
  })

test("a forum is told what its posts, authors and days have got, from the block on", async ({
  ctx,
  platform,
  tip,
  ask,
  sender,
  receiver,
  stranger,
  forum,
}) => {
  const labels = { info: "post/1", category: 7, sender_did: "did:s", receiver_did: "did:r" }
  const first = await tip("300000000", labels)
  const ofFirst = { count: 1, amount: "300000000", fee: "3000000", net: "297000000", refunded: "0" }
  expect(await ask({ by: "info", keys: ["post/1", "post/2"] })).toEqual([
    { key: "post/1", ...ofFirst },
    { key: "post/2", ...NOTHING },
  ])
  expect(await ask({ by: "info", keys: ["post/1"], status: "confirmed" })).toEqual([{ key: "post/1", ...NOTHING }])
  await platform.mine(1)
  expect(await ask({ by: "info", keys: ["post/1"], status: "confirmed" })).toEqual([{ key: "post/1", ...ofFirst }])
  await tip("100000000", { ...labels, info: "post/2", category: 8 })
  await tip("500000000", { ...labels, info: "post/3" }, fromSomewhere())
  const both = { count: 2, amount: "400000000", fee: "4000000", net: "396000000", refunded: "0" }
  for (const [by, key] of [
    ["sender", sender.address],
    ["receiver", receiver.address],
    ["sender_did", "did:s"],
    ["receiver_did", "did:r"],
    ["all", "all"],
    ["day", TODAY],
    ["month", TODAY.slice(0, 7)],
  ] as const) {
    expect(await ask({ by, keys: [key] }), by).toEqual([{ key, ...both }])
    expect(await ask({ by, keys: [key], from: TODAY, to: TODAY }), by).toEqual([{ key, ...both }])
    expect(await ask({ by, keys: [key], to: "2020-01-01" }), by).toEqual([{ key, ...NOTHING }])
    expect(await ask({ by, keys: [key], category: 7 }), by).toEqual([{ key, ...ofFirst }])
  }
  expect(await ask({ by: "category", keys: ["8", "7"] })).toMatchObject([{ amount: "100000000" }, ofFirst])
  // Everybody's, where reads are open.
  const everybodys = await call(ctx, totals.getTotals, { body: { by: "sender_did", keys: ["did:s"] } })
  expect(everybodys.json).toMatchObject([{ count: 3, amount: "900000000" }])
  await platform.mine(2)

  const back = { params: { id: String(first.payment_id) }, body: { amount: "29700000" }, headers: forum.headers }
  expect((await call(ctx, refund.refundPayment, back)).status).toBe(201)
  expect(await ask({ by: "info", keys: ["post/1"] })).toEqual([{ key: "post/1", ...ofFirst, refunded: "29700000" }])
  const party = async (address: string, query: Record<string, string> = {}) =>
    (await call(ctx, totals.getPartyTotal, { params: { address }, query })).json
  expect(await party(stranger.address)).toEqual({ count: 3, amount: `${891_000_000n / 5n}`, refunded: "5940000" })
  expect(await party(receiver.address, { from: TODAY, category: "8" })).toEqual({
    count: 1,
    amount: "79200000",
    refunded: "0",
  })
})

test("what the chain takes back counts no more, and counts again when it is back", async ({
  chain,
  platform,
  ctx,
  tip,
  ask,
}) => {
  const { tx_hash } = await tip("200000000", { info: "shaky" })
  await platform.mine(1)
  const key = { by: "info", keys: ["shaky"] }
  expect(await ask({ ...key, status: "confirmed" })).toMatchObject([{ count: 1 }])
  await replaceBlockOf(chain, ctx, tx_hash)
  await platform.follow()
  expect(await ask(key)).toEqual([{ key: "shaky", ...NOTHING }])
  await sendAgain(ctx)
  await chain.commit(tx_hash)
  await platform.follow()
  expect(await ask(key)).toMatchObject([{ key: "shaky", count: 1 }])
})

test("a page may ask what an info has got, with the key that it shows to everybody", async ({ ctx, tip, forum }) => {
  await tip("200000000", { info: "page" })
  const PAGE = "https://forum.example"
  const { text } = await createKey(ctx, {
    ...{ projectId: forum.project.id, kind: "publishable", name: "page", origins: [PAGE] },
  })
  const headers = { ...fromSomewhere(), ...bearer(text.reveal()), origin: PAGE }
  const { status, json } = await call(ctx, totals.getTotalOfInfo, { query: { info: "page" }, headers })
  expect([status, json]).toMatchObject([200, { key: "page", count: 1, amount: "200000000" }])
  expect((await call(ctx, totals.getTotals, { body: { by: "info", keys: ["page"] }, headers })).status).toBe(403)
})

test("what is wrong or not one's own is said", async ({
  ctx,
  elsewhere,
  withoutDatabase,
  signedIn,
  receiver,
  stranger,
}) => {
  await createOperator(ctx, { name: "lara", roles: ["look"] })
  const lara = await signedInAs(elsewhere(), { name: "lara" })
  const ask = (body: unknown, headers: Record<string, string> = lara) =>
    call(elsewhere(), totals.getTotals, { body, headers: { ...fromSomewhere(), ...headers } })
  for (const body of [
    { by: "info" },
    { by: "info", keys: [] },
    { by: "info", keys: Array.from({ length: 501 }, () => "x") },
    { by: "colour", keys: ["red"] },
    { by: "all", keys: ["everything"] },
    { by: "day", keys: ["2026-02-30"] },
    { by: "month", keys: ["2026-13"] },
    { by: "day", keys: ["0000-01-01"] },
    { by: "month", keys: ["0000-01"] },
    { by: "info", keys: ["x"], from: "0000-01-01" },
    { by: "category", keys: ["9999999999"] },
    { by: "category", keys: ["-1"] },
    { by: "sender", keys: ["nobody"] },
    { by: "info", keys: ["a\0b"] },
    { by: "info", keys: ["x"], from: "2026-01-01T00:00:00Z" },
    { by: "info", keys: ["x"], status: "prepared" },
  ])
    expect((await ask(body)).status, JSON.stringify(body)).toBe(400)
  expect((await ask({ by: "info", keys: ["x"], more: "y".repeat(600_000) })).status).toBe(413)
  expect((await ask({ by: "info", keys: ["x"] }, {})).status).toBe(401)
  const own = await signedIn(receiver)
  const total = (address: string, headers = own, query: Record<string, string> = {}) =>
    call(elsewhere(), totals.getPartyTotal, { params: { address }, headers, query })
  expect((await total(receiver.address)).status).toBe(200)
  expect((await total(stranger.address)).status).toBe(403)
  expect((await total(receiver.address, fromSomewhere() as typeof own)).status).toBe(401)
  for (const from of ["yesterday", "0000-01-01"])
    expect((await total(receiver.address, own, { from })).status, from).toBe(400)
  const ofInfo = (query: Record<string, string>, headers = {}) =>
    call(elsewhere(), totals.getTotalOfInfo, { query, headers: { ...fromSomewhere(), ...headers } })
  expect((await ofInfo({}, lara)).status).toBe(400)
  expect((await ofInfo({ info: "x" })).status).toBe(401)
  for (const contract of OURS) {
    const input = {
      params: { address: receiver.address },
      query: contract === totals.getTotalOfInfo ? "info=x" : "",
    }
    const body = contract === totals.getTotals ? { body: { by: "info", keys: ["x"] } } : {}
    expect((await call(withoutDatabase, contract, { ...input, ...body })).status).toBe(500)
    const from = fromSomewhere()
    exhaust(elsewhere(), contract.limit ?? "read", from["x-forwarded-for"])
    expect((await call(elsewhere(), contract, { ...input, ...body, headers: from })).status).toBe(429)
  }
  await refuseKeys(ctx, [totals.getTotals])
  const other = await newProgram(ctx, { scopes: ["read"] })
  expect((await ofInfo({ info: "x" }, other.headers)).status).toBe(403)
})

everyReplyIsSeen("app/api/totals")
