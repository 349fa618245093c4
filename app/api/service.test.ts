import { describe, expect } from "vitest"
import type { Context } from "@/lib/context"
import { countEvents } from "@/lib/event/count"
import * as job from "@/lib/http/api/job"
import * as operator from "@/lib/http/api/operator"
import * as payment from "@/lib/http/api/payment"
import * as pool from "@/lib/http/api/pool"
import * as service from "@/lib/http/api/service"
import { call, exhaust } from "@/lib/http/api.fixture"
import { exhaustLogins } from "@/lib/http/operator.fixture"
import { pause } from "@/lib/pause"
import { apiStage, cookieIn, fromSomewhere, OPERATOR } from "@/test/support/api"
import { TOO_LARGE } from "@/test/support/bad-input"
import { startPlatform } from "@/test/support/context"
import { ckb, pay } from "@/test/support/payment"
import { contractsSeenIn, everyReplyIsSeen } from "@/test/support/promised-replies"
import { until } from "@/test/support/rpc"
import { createWallet } from "@/test/support/wallet"

const test = apiStage()

/** What needs no database, or says in words that it has none, fails in no way that is known. */
const UNFORESEEN = [
  "GET /api/admin/session 500",
  "GET /api/config 500",
  "GET /api/health 500",
  "GET /api/openapi.json 500",
  "GET /api/ready 500",
  "POST /api/admin/login 500",
  "POST /api/admin/logout 500",
  "POST /api/dev/faucet 500",
  "POST /api/dev/mine 500",
]

describe("for machines", () => {
  test("the configuration is what a client needs, and no more", async ({ chain, ctx }) => {
    const { json } = await call(ctx, service.getConfig)
    expect(json).toEqual({
      network: "devnet",
      rpc_url: chain.rpcUrl,
      explorer_url: null,
      platform_address: ctx.chain.platform.address,
      platform_fee_bps: 100,
      min_withdrawal: "6500000000",
      confirmations: 1,
      hold_seconds: 120,
      genesis_hash: chain.genesisHash,
      scripts: JSON.parse(JSON.stringify(chain.scripts)),
    })
  })

  test("the status says what is paused, and not why", async ({ ctx }) => {
    const status = async () => (await call(ctx, service.getStatus)).json
    expect(await status()).toEqual({ payments: "running", payouts: "running" })
    await pause(ctx.db, { scope: "settlement", reason: "a_deficit", detail: "7 shannons are missing" })
    await until("payouts are paused", async () => (await status()).payouts === "paused")
    expect(await status()).toEqual({ payments: "running", payouts: "paused" })
    await pause(ctx.db, { scope: "all", reason: "operator_all", detail: "a look at it" })
    await until("all is paused", async () => (await status()).payments === "paused")
    await ctx.db.$executeRaw`UPDATE pause SET resolved_at = now()`
    await until("all goes on", async () => (await status()).payments === "running")
    expect(await status()).toEqual({ payments: "running", payouts: "running" })
  })

  test("health and readiness", async ({ chain, ctx }) => {
    expect((await call(ctx, service.getHealth)).json).toEqual({ status: "ok" })
    expect((await call(ctx, service.getReady)).status).toBe(200)
    const empty = await startPlatform(chain, { cells: 0 })
    const { status, json } = await call(empty.ctx, service.getReady)
    expect(status).toBe(503)
    expect(JSON.stringify(json)).toContain(empty.ctx.chain.platform.address)
    await empty.stop()
  })

  test("readiness and metrics are looked at once a second, however many ask", async ({ ctx }) => {
    let statements = 0
    const db = ctx.db.$extends({
      query: {
        $allOperations: ({ args, query }) => {
          statements += 1
          return query(args)
        },
      },
    })
    const counted = { ...ctx, db } as unknown as Context
    for (const contract of [service.getReady, service.getMetrics]) {
      statements = 0
      await call(counted, contract)
      const once = statements
      expect(once).toBeGreaterThan(0)
      await Promise.all(Array.from({ length: 50 }, () => call(counted, contract)))
      expect(statements).toBe(once)
      await until("a second to pass", async () => {
        await call(counted, contract)
        return statements > once
      })
    }
  })

  test("metrics count requests by template, and money", async ({ chain, platform, ctx, sender, receiver }) => {
    await pay(platform, chain, sender, receiver, ckb("2"))
    await platform.mine(1)
    await call(ctx, payment.getPayment, { params: { id: "999999999" } })
    await countEvents(ctx)
    const { json: text, headers } = await call(ctx, service.getMetrics)
    expect(headers.get("content-type")).toContain("text/plain")
    expect(text).toMatch(/micropay_http_requests_total\{method="GET",route="\/api\/payment\/\{id\}",status="404"\} \d+/)
    expect(text).toMatch(/micropay_pool_cells\{state="free"\} \d+/)
    expect(text).toMatch(/micropay_owed_shannons \d+/)
    expect(text).toMatch(/micropay_payments\{status="prepared"\} \d+/)
    expect(text).toMatch(/micropay_events_total\{type="payment.confirmed"\} [1-9]/)
    expect(text).toMatch(/micropay_stage_duration_seconds_bucket\{le="86400",stage="confirmed"\} [1-9]/)
    expect(text).toMatch(/micropay_chain_lag_blocks 0/)
    // In the label only: a sum of seconds, such as 0.0129999999991, may hold the same digits.
    expect(text).not.toMatch(/route="[^"]*999999999/)
  })

  test("the contract describes every route that there is", async ({ ctx }) => {
    const { json } = await call(ctx, service.getOpenApi)
    expect(json.openapi).toBe("3.1.0")
    expect(Object.keys(json.paths)).toContain("/api/payment/{id}/cancel")
  })

  test("jobs are listed with their last run and their next", async ({ ctx }) => {
    await ctx.db.$executeRaw`INSERT INTO job_run (job, started_at, finished_at, status, error, failed_at, failure)
      VALUES ('settle', '2026-01-01T00:00:00Z', '2026-01-01T00:00:01.500Z', 'failed', 'why',
        '2026-01-01T00:00:01.500Z', 'why')`
    const { json } = await call(ctx, job.getJobs, { headers: OPERATOR })
    expect(json.find(({ id }: { id: string }) => id === "settle")).toMatchObject({
      last_run_at: "2026-01-01T00:00:00.000Z",
      last_status: "failed",
      last_error: "why",
      last_success_at: null,
      last_failure_at: "2026-01-01T00:00:01.500Z",
      last_failure: "why",
      duration_ms: 1_500,
      schedule: "* * * * *",
    })
    for (const { next_run_at } of json) expect(Date.parse(next_run_at)).toBeGreaterThan(Date.now())
  })
})

describe("the operator's session", () => {
  test("begins, is known, and ends", async ({ ctx }) => {
    const headers = fromSomewhere()
    const evil = { ...headers, origin: "https://evil.example" }
    const body = { password: "test password" }
    expect((await call(ctx, operator.logIn, { body: { password: "wrong" }, headers })).status).toBe(401)
    expect((await call(ctx, operator.logIn, { body, headers: evil })).status).toBe(403)
    const login = await call(ctx, operator.logIn, { body, headers })
    expect(login.status).toBe(204)
    const cookie = cookieIn(login.headers)
    expect((await call(ctx, operator.getSession, { headers: { cookie } })).json).toMatchObject({ operator: true })
    expect((await call(ctx, pool.getPool, { headers: { cookie } })).status).toBe(200)
    expect((await call(ctx, operator.logOut, { headers: { cookie } })).status).toBe(204)
    expect((await call(ctx, operator.logOut, { headers: evil })).status).toBe(403)
    await exhaustLogins(headers["x-forwarded-for"])
    expect((await call(ctx, operator.logIn, { body, headers })).status).toBe(429)
    const wrong = { ...headers, authorization: `Basic ${btoa("admin:wrong")}` }
    expect((await call(ctx, operator.getSession, { headers: wrong })).status).toBe(429)
  })

  test("bad input is a 4xx", async ({ ctx }) => {
    expect((await call(ctx, operator.logIn, { body: { password: 1 } })).status).toBe(400)
    expect((await call(ctx, operator.logIn, { body: TOO_LARGE })).status).toBe(413)
  })
})

describe("the faucet and the miner", () => {
  test("pay and mine on the devnet", async ({ chain, ctx }) => {
    const { address, balance } = await createWallet(chain)
    for (let i = 0; i < 3; i++) {
      const { status, json } = await call(ctx, service.faucet, { body: { address, amount: 7_000_000_000 } })
      expect([status, json.tx_hash]).toEqual([200, expect.stringMatching(/^0x[0-9a-f]{64}$/)])
    }
    const { json: before } = await call(ctx, service.mine, { body: { blocks: 1 } })
    const { json: after } = await call(ctx, service.mine, { body: { blocks: 9 } })
    expect(after.tip - before.tip).toBeGreaterThanOrEqual(9)
    expect(await balance()).toBe(21_000_000_000n)
  })

  test("take nothing that cannot be", async ({ ctx, receiver }) => {
    const bad = [
      { address: "x", amount: "10000000000" },
      { address: receiver.address, amount: 1 },
      { address: receiver.address, amount: "10000000000001" },
      {},
    ]
    for (const body of bad) expect((await call(ctx, service.faucet, { body })).status).toBe(400)
    for (const blocks of [0, -1, 1.5, 1_001, "1", null])
      expect((await call(ctx, service.mine, { body: { blocks } })).status).toBe(400)
    for (const contract of [service.faucet, service.mine])
      expect((await call(ctx, contract, { body: TOO_LARGE })).status).toBe(413)
  })

  test("are not there off the devnet", async ({ elsewhere }) => {
    for (const contract of [service.faucet, service.mine]) {
      expect((await call(elsewhere(), contract, { body: {} })).status).toBe(404)
    }
  })

  test("say when the node does not answer", async ({ receiver, withoutNode }) => {
    for (const [contract, body] of [
      [service.faucet, { address: receiver.address, amount: "10000000000" }],
      [service.mine, { blocks: 1 }],
    ] as const) {
      const { status, json } = await call(withoutNode, contract, { body })
      expect([status, json.code], contract.path).toEqual([502, "CHAIN_ERROR"])
    }
  })
})

describe("who reads them", () => {
  test("the list of jobs is the operator's, always", async ({ ctx }) => {
    expect((await call(ctx, job.getJobs)).status).toBe(401)
    expect((await call(ctx, job.getJobs, { headers: OPERATOR })).status).toBeLessThan(300)
  })

  test("metrics off the devnet are the operator's, unless reads are open", async ({ elsewhere }) => {
    const ask = async (context: Context, more: object = {}) =>
      (await call(context, service.getMetrics, { headers: { ...fromSomewhere(), ...more } })).status
    expect(await ask(elsewhere())).toBe(401)
    expect(await ask(elsewhere(), { "x-client-secret": "of a payment" })).toBe(401)
    expect(await ask(elsewhere(), OPERATOR)).toBe(200)
    expect(await ask(elsewhere({ openReads: true }))).toBe(200)
  })

  test("above a limit nobody does, off the devnet", async ({ elsewhere }) => {
    const headers = fromSomewhere()
    for (const contract of contractsSeenIn("app/api/service").filter(({ limit }) => limit)) {
      exhaust(elsewhere(), contract.limit ?? "read", headers["x-forwarded-for"])
      expect((await call(elsewhere(), contract, { headers })).status, contract.path).toBe(429)
    }
    await exhaustLogins(headers["x-forwarded-for"])
    expect((await call(elsewhere(), service.getMetrics, { headers: { ...headers, ...OPERATOR } })).status).toBe(429)
  })

  test("without a database there is nothing to read", async ({ withoutDatabase }) => {
    for (const contract of [job.getJobs, service.getMetrics, service.getStatus]) {
      const { status, json } = await call(withoutDatabase, contract, { headers: OPERATOR })
      expect([status, json.code], contract.path).toEqual([500, "INTERNAL_ERROR"])
    }
  })
})

everyReplyIsSeen("app/api/service", UNFORESEEN)
