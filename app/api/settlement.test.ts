import { createHash, randomUUID } from "node:crypto"
import { describe, expect } from "vitest"
import * as pool from "@/lib/http/api/pool"
import * as receiverApi from "@/lib/http/api/receiver"
import * as service from "@/lib/http/api/service"
import * as settlement from "@/lib/http/api/settlement"
import { call, exhaust } from "@/lib/http/api.fixture"
import type { Contract } from "@/lib/http/contract"
import { pause } from "@/lib/pause"
import { apiStage, fromSomewhere, OPERATOR } from "@/test/support/api"
import { NO_IDS, NO_PAGES, UNKNOWN_IDS } from "@/test/support/bad-input"
import { ckb, pay } from "@/test/support/payment"
import { contractsSeenIn, everyReplyIsSeen } from "@/test/support/promised-replies"
import { createWallet } from "@/test/support/wallet"

const test = apiStage()
/** What is asked of the operator, before anybody is paid. */
const body = { reason: "end of the month" }

describe("settlements, pool and reconciliation", () => {
  test.for([settlement.settleNow, pool.getPool, service.getReconciliation])(
    "$method $path always needs the operator",
    async (contract, { ctx }) => {
      expect((await call(ctx, contract)).status).toBe(401)
      const input = contract.method === "POST" ? { headers: OPERATOR, body } : { headers: OPERATOR }
      expect((await call(ctx, contract, input)).status).toBeLessThan(300)
    },
  )

  test("a page of another site cannot use the operator's browser", async ({ ctx }) => {
    const headers = { ...OPERATOR, "sec-fetch-site": "cross-site" }
    expect((await call(ctx, settlement.settleNow, { headers, body })).status).toBe(403)
  })

  test("nobody is paid without a reason, which the audit log keeps", async ({ ctx }) => {
    const ask = async (body: unknown) => (await call(ctx, settlement.settleNow, { body, headers: OPERATOR })).status
    const before = await ctx.db.auditLog.count()
    for (const none of [undefined, {}, { reason: "" }]) expect(await ask(none)).toBe(400)
    expect(await ask("x".repeat(1_100_000))).toBe(413)
    expect(await ctx.db.auditLog.count()).toBe(before)
    expect(await ask({ reason: "rent is due" })).toBe(202)
    expect(await ctx.db.auditLog.findMany({ where: { reason: "rent is due" } })).toMatchObject([{ action: "settle" }])
  })

  test("a key that is none, or that another request has, does not settle", async ({ ctx }) => {
    const key = randomUUID()
    const sha256 = (text: string) => createHash("sha256").update(text).digest("hex")
    const id = sha256(["/api/settlement", `basic ${sha256(OPERATOR.authorization)}`, key].join("\0"))
    await ctx.db.idempotencyKey.create({ data: { key: id, requestHash: new Uint8Array(32) } })
    for (const [given, status] of [
      ["a b", 400],
      [key, 409],
    ] as const) {
      const headers = { ...OPERATOR, "idempotency-key": given }
      expect((await call(ctx, settlement.settleNow, { headers, body })).status).toBe(status)
    }
  })

  test("a settlement pays, and is listed with what it paid", async ({ chain, platform, ctx, sender, withoutNode }) => {
    const rich = await createWallet(chain)
    await pay(platform, chain, sender, rich, ckb("70"))
    await platform.mine(1)
    expect((await call(withoutNode, settlement.settleNow, { headers: OPERATOR, body })).status).toBe(502)
    const { status, json } = await call(ctx, settlement.settleNow, { headers: OPERATOR, body })
    expect([status, json.settlements]).toEqual([202, [expect.any(Number)]])
    const id = String(json.settlements[0])
    const { json: made } = await call(ctx, settlement.getSettlement, { params: { id } })
    expect(made).toMatchObject({
      status: "signed",
      amount: "6930000000",
      payouts: [{ receiver: rich.address, amount: "6930000000" }],
    })
    const { payouts: _, ...listed } = made
    expect(listed.receivers).toBe(1)
    expect((await call(ctx, settlement.listSettlements)).json).toEqual([listed])
    expect((await call(ctx, pool.getPool, { headers: OPERATOR })).json.summary.claimed.cells).toBeGreaterThan(0)
    await chain.commit(made.tx_hash)
    await platform.mine(1)
    const entries = await call(ctx, receiverApi.listEntries, {
      params: { address: rich.address },
      query: { status: "paid" },
    })
    expect(entries.json).toMatchObject([{ is_payed: true, tx_hash: made.tx_hash, status: "paid", kind: "receiver" }])
    expect((await call(ctx, service.getReconciliation, { headers: OPERATOR })).json).toMatchObject({
      ok: true,
      pool: { difference: "0" },
    })
  })

  test("ids in paths, queries of lists", async ({ ctx }) => {
    const status = async (id: string) => (await call(ctx, settlement.getSettlement, { params: { id } })).status
    for (const id of UNKNOWN_IDS) expect(await status(id), id).toBe(404)
    for (const id of NO_IDS) expect(await status(id), id).toBe(400)
    for (const contract of [settlement.listSettlements, pool.getPool]) {
      for (const query of NO_PAGES) {
        const { status } = await call(ctx, contract, { query, headers: OPERATOR })
        expect(status, `${contract.path}?${query}`).toBe(400)
      }
    }
  })
})

test("off the devnet settlements are the operator's to read, unless reads are open", async ({ elsewhere }) => {
  const ask = async (contract: Contract, context = elsewhere(), more: object = {}) =>
    (await call(context, contract, { params: { id: "1" }, headers: { ...fromSomewhere(), ...more } })).status
  for (const contract of [settlement.listSettlements, settlement.getSettlement]) {
    expect(await ask(contract), contract.path).toBe(401)
    expect(await ask(contract, elsewhere(), { "x-client-secret": "of a payment" }), contract.path).toBe(401)
    expect(await ask(contract, elsewhere(), OPERATOR), contract.path).toBe(200)
    expect(await ask(contract, elsewhere({ openReads: true })), contract.path).toBe(200)
  }
})

test("each is a 500 without a database, and a 429 above its limit", async ({ elsewhere, withoutDatabase }) => {
  const headers = fromSomewhere()
  const params = { id: "1" }
  for (const contract of contractsSeenIn("app/api/settlement")) {
    const input = contract.method === "POST" ? { params, body } : { params }
    const { status, json } = await call(withoutDatabase, contract, { ...input, headers: OPERATOR })
    expect([status, json.code], contract.path).toEqual([500, "INTERNAL_ERROR"])
    exhaust(elsewhere(), contract.limit ?? "read", headers["x-forwarded-for"])
    expect((await call(elsewhere(), contract, { params, headers })).status, contract.path).toBe(429)
  }
})

test("without a node nothing can be reconciled; during a pause nobody is paid", async ({ ctx, withoutNode }) => {
  const unknown = await call(withoutNode, service.getReconciliation, { headers: OPERATOR })
  expect([unknown.status, unknown.json.code]).toEqual([502, "CHAIN_ERROR"])
  await pause(ctx.db, { scope: "all", reason: "test", detail: "" })
  const { status, json, headers } = await call(ctx, settlement.settleNow, { headers: OPERATOR, body })
  expect([status, json.code]).toEqual([503, "PAUSED"])
  expect(Number(headers.get("retry-after"))).toBeGreaterThan(0)
})

everyReplyIsSeen("app/api/settlement")
