import { createHash, randomUUID } from "node:crypto"
import { ccc } from "@ckb-ccc/core"
import pino from "pino"
import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { connectRpc } from "@/lib/chain/rpc"
import type { Context } from "@/lib/context"
import { connectDatabase } from "@/lib/db"
import { contractsOf } from "@/lib/http/api/contracts"
import * as job from "@/lib/http/api/job"
import * as link from "@/lib/http/api/link"
import * as operatorApi from "@/lib/http/api/operator"
import * as payment from "@/lib/http/api/payment"
import * as pool from "@/lib/http/api/pool"
import * as receiverApi from "@/lib/http/api/receiver"
import * as service from "@/lib/http/api/service"
import * as session from "@/lib/http/api/session"
import * as settlementApi from "@/lib/http/api/settlement"
import * as withdrawal from "@/lib/http/api/withdrawal"
import { call, exhaust, promised, seen } from "@/lib/http/api.fixture"
import type { Contract } from "@/lib/http/contract"
import { createOperator, exhaustLogins, signedIn as signedInAs } from "@/lib/http/operator.fixture"
import { takeStreamPlace } from "@/lib/http/stream-places"
import { pause } from "@/lib/pause"
import { setContext } from "@/lib/runtime"
import { startDevnet, type TestChain } from "@/test/support/chain"
import { farBehind, startPlatform, type TestPlatform } from "@/test/support/context"
import { until } from "@/test/support/rpc"
import { createWallet, type Wallet } from "@/test/support/wallet"

/** The routes of this file; a group with a test file of its own is complete there. */
const CONTRACTS: Contract[] = [
  ...[payment, settlementApi, service, withdrawal, link]
    .flatMap(contractsOf)
    .filter((one) => one !== payment.getLedger),
  ...[receiverApi.getAccount, receiverApi.listEntries, pool.getPool, job.getJobs],
  ...[operatorApi.logIn, operatorApi.logOut, operatorApi.getSession],
]

const CKB = 100_000_000n
const OPERATOR = { authorization: `Basic ${Buffer.from("admin:test password").toString("base64")}` }
const ADDRESS_OF_MAINNET =
  "ckb1qzda0cr08m85hc8jlnfp3zer7xulejywt49kt2rr0vthywaa50xwsqdnnw7qkdnnclfkg59uzn8umtfd2kwxceqxwquc4"

let chain: TestChain
let platform: TestPlatform
let ctx: Context
let sender: Wallet
let receiver: Wallet
beforeAll(async () => {
  chain = await startDevnet()
  platform = await startPlatform(chain, { cells: 8 })
  ctx = platform.ctx
  ;[sender, receiver] = [await createWallet(chain), await createWallet(chain)]
  await chain.fund(sender.address, 10_000n * CKB)
  // A withdrawal adds to a cell that its receiver has.
  await chain.fund(receiver.address, 61n * CKB)
})
afterAll(async () => {
  setContext(undefined)
  await platform.stop()
  await chain.stop()
})

/** The same installation as it would be off the devnet: reads closed, limits on. */
function elsewhere(change: Partial<Context["config"]> = {}): Context {
  return { ...ctx, config: { ...ctx.config, network: "testnet", openReads: false, ...change } }
}
let addresses = 0
const fromSomewhere = () => {
  addresses += 1
  return { "x-forwarded-for": `10.1.${addresses >> 8}.${addresses & 255}` }
}

const request = () => ({ sender: sender.address, receiver: receiver.address, amount: "200000000" })
async function prepared(body: object = request(), context = ctx) {
  const { status, json } = await call(context, payment.preparePayment, { body, headers: fromSomewhere() })
  expect(status, JSON.stringify(json)).toBe(201)
  return json
}
const idOf = ({ payment_id }: { payment_id: number }) => ({ id: String(payment_id) })

describe("a payment over HTTP", () => {
  test("a new installation has none", async () => {
    expect((await call(ctx, payment.listPayments)).json).toEqual([])
  })

  test("is prepared, signed, handed in twice, committed, confirmed and read", async () => {
    const splitter = await createWallet(chain)
    const body = {
      ...request(),
      splits: [{ receiver: splitter.address, bps: 1_000 }],
      info: "Grüße 😀",
      category: 3,
      sender_did: "did:a/b?c",
    }
    const first = await prepared(body)
    expect(first).toMatchObject({ amount: "200000000", platform_fee: "2000000" })
    expect(new Date(first.expires_at).getTime() - Date.now()).toBeGreaterThan(110_000)
    const before = (await call(ctx, payment.getPayment, { params: idOf(first) })).json
    expect(before).toMatchObject({
      status: "prepared",
      is_complete: false,
      confirmations: 0,
      category: 3,
      info: "Grüße 😀",
    })

    const transfer = { payment_id: first.payment_id, raw_tx: await sender.sign(first.raw_tx) }
    for (const contract of [payment.transferPayment, payment.submitPayment]) {
      const { status, json, headers: early } = await call(farBehind(ctx), contract, { body: transfer })
      expect([status, json.code, Number(early.get("retry-after")) > 0]).toEqual([503, "CATCHING_UP", true])
    }
    const sent = await call(ctx, payment.transferPayment, { body: transfer })
    expect(sent.json).toEqual({ payment_id: first.payment_id, tx_hash: first.tx_hash, status: "submitted" })
    expect((await call(ctx, payment.submitPayment, { body: transfer })).json).toEqual(sent.json)

    await chain.commit(first.tx_hash)
    await platform.mine(1)
    const { json: after } = await call(ctx, payment.getPayment, { params: idOf(first) })
    expect(after).toMatchObject({ status: "confirmed", is_complete: true, sender_did: "did:a/b?c", receiver_did: null })
    expect(after.confirmations).toBeGreaterThanOrEqual(2)
    expect(after.accounts.map(({ kind, amount, status }: Record<string, string>) => [kind, amount, status])).toEqual([
      ["fee", "2000000", "available"],
      ["receiver", "178200000", "available"],
      ["split", "19800000", "available"],
    ])
    for (const [contract, params] of [
      [payment.listPayments, {}],
      [payment.listPaymentsOfSender, { address: sender.address.toUpperCase() }],
      [payment.listPaymentsOfReceiver, { address: receiver.address }],
      [payment.listPaymentsOfSenderDid, { did: "did:a/b?c" }],
    ] as const) {
      const { accounts, commitment, salt, ...row } = after
      expect((await call(ctx, contract, { params })).json, contract.path).toEqual([row])
    }
    expect((await call(ctx, payment.listPaymentsOfReceiverDid, { params: { did: "did:a/b?c" } })).json).toEqual([])
    expect((await call(ctx, receiverApi.getAccount, { params: { address: receiver.address } })).json).toMatchObject({
      address: receiver.address,
      available: "178200000",
      paid: "0",
      threshold: "6500000000",
    })
    const entries = await call(ctx, receiverApi.listEntries, { params: { address: receiver.address } })
    expect(entries.json).toEqual([{ ...after.accounts[1], info: "Grüße 😀", sender: sender.address }])
  })

  test("is prepared once for one Idempotency-Key, and replayed", async () => {
    const headers = { "idempotency-key": randomUUID() }
    const [first, again] = [
      await call(ctx, payment.preparePayment, { body: request(), headers }),
      await call(ctx, payment.preparePayment, { body: request(), headers }),
    ]
    expect([again.status, again.json]).toEqual([201, first.json])
    const other = await call(ctx, payment.preparePayment, { body: { ...request(), amount: 1 }, headers })
    expect([other.status, other.json.code]).toEqual([409, "IDEMPOTENCY_CONFLICT"])
  })

  test("with many cells is replayed to the byte from a row of some hundred bytes", async () => {
    const rich = await createWallet(chain)
    await chain.fundMany(Array.from({ length: 40 }, () => ({ address: rich.address, shannons: 61n * CKB })))
    const splits = Array.from({ length: 5 }, () => createWallet(chain))
    const body = {
      sender: rich.address,
      receiver: receiver.address,
      amount: (38n * 61n * CKB).toString(),
      splits: (await Promise.all(splits)).map(({ address }) => ({ receiver: address, bps: 100 })),
    }
    const headers = { ...fromSomewhere(), "idempotency-key": randomUUID() }
    const ask = () => call(elsewhere(), payment.preparePayment, { body, headers })
    const first = await ask()
    expect(first.status).toBe(201)
    expect(first.json.raw_tx.length).toBeGreaterThan(4_000)
    expect(JSON.stringify((await ask()).json)).toBe(JSON.stringify(first.json))
    // The client who changes networks meanwhile prepares anew; somebody else who guesses the key gets no secret of theirs.
    const stranger = await call(elsewhere(), payment.preparePayment, {
      body,
      headers: { ...headers, ...fromSomewhere() },
    })
    expect(stranger.json.client_secret).not.toBe(first.json.client_secret)
    const [{ size }] = (await ctx.db.$queryRaw`
      SELECT max(pg_column_size(k.*)) AS size FROM idempotency_key k`) as [{ size: number }]
    expect(size).toBeLessThan(2_000)
    // Cancelling changes the payment, and not what prepare said about it.
    const secret = { ...fromSomewhere(), "x-client-secret": first.json.client_secret }
    await call(elsewhere(), payment.cancelPayment, { params: idOf(first.json), headers: secret })
    expect((await ask()).json).toEqual(first.json)
  })

  test("is cancelled, twice, and then over", async () => {
    const { payment_id, raw_tx } = await prepared()
    const params = { id: String(payment_id) }
    const cancel = () => call(ctx, payment.cancelPayment, { params: { id: String(payment_id) } })
    expect((await cancel()).json).toEqual({ payment_id, status: "cancelled" })
    expect((await cancel()).status).toBe(200)
    const events = await call(ctx, payment.getPaymentEvents, { params })
    expect(events.headers.get("content-type")).toBe("text/event-stream")
    expect(events.headers.get("cache-control")).toContain("no-transform")
    expect(events.json).toMatch(/^retry: \d+\n\nevent: payment\ndata: \{"id":\d+,"status":"cancelled",.*\}\n\n$/)
    const head = await call(ctx, payment.getPaymentEvents, { params, method: "HEAD" })
    expect([head.status, head.json]).toEqual([200, undefined])
    const body = { payment_id, raw_tx: await sender.sign(raw_tx) }
    for (const contract of [payment.transferPayment, payment.submitPayment]) {
      const { status, json } = await call(ctx, contract, { body })
      expect([status, json.code]).toEqual([409, "STATE_MISMATCH"])
    }
  })

  test("that is signed cannot be cancelled", async () => {
    const first = await prepared()
    await call(ctx, payment.transferPayment, {
      body: { payment_id: first.payment_id, raw_tx: await sender.sign(first.raw_tx) },
    })
    const { status, json } = await call(ctx, payment.cancelPayment, { params: idOf(first) })
    expect([status, json.code]).toEqual([409, "STATE_MISMATCH"])
    await chain.commit(first.tx_hash)
    await platform.follow()
  })
})

describe("bad input is a 4xx that says what is wrong", () => {
  const refusals: [string, object, string?][] = [
    ["an amount of 0", { amount: 0 }, "amount"],
    ["a fractional amount", { amount: 1.5 }, "amount"],
    ["more CKB than exists", { amount: "9223372036854775808" }, "amount"],
    ["an amount that JSON rounds", { amount: 2 ** 53 }, "amount"],
    ["a sender that is no address", { sender: "ckt1nothing" }, "sender"],
    ["a receiver that is no address", { receiver: "x" }, "receiver"],
    ["another network's receiver", { receiver: ADDRESS_OF_MAINNET }, "receiver"],
    ["NUL in the note", { info: "a\0b" }, "info"],
    ["half an emoji in the note", { info: "\ud83d" }, "info"],
    ["a misspelt field", { catgory: 1 }, "catgory"],
    ["null", { category: null }, "category"],
  ]
  test.each(refusals)("prepare: %s", async (_, change, path) => {
    const { status, json } = await call(ctx, payment.preparePayment, { body: { ...request(), ...change } })
    expect([status, json.code]).toEqual([400, "VALIDATION_ERROR"])
    expect(json.errors.map((error: { path: string }) => error.path)).toContain(path)
  })

  test("prepare: the platform as a party, a lock nobody knows, splits over 100 %", async () => {
    const platformAddress = ctx.chain.platform.address
    const unknown = ccc.Address.from({
      prefix: "ckt",
      script: { codeHash: `0x${"12".repeat(32)}`, hashType: "type", args: "0x" },
    }).toString()
    const splits = [
      { receiver: receiver.address, bps: 6_000 },
      { receiver: platformAddress.replace(/.$/, ""), bps: 6_000 },
    ]
    for (const change of [
      { sender: platformAddress },
      { receiver: platformAddress },
      { receiver: unknown },
      { splits },
      {
        splits: [
          { receiver: receiver.address, bps: 10_000 },
          { receiver: sender.address, bps: 1 },
        ],
      },
      { splits: [{ receiver: receiver.address, amount: "200000000" }] },
    ]) {
      const { status, json } = await call(ctx, payment.preparePayment, { body: { ...request(), ...change } })
      expect([status, json.code], JSON.stringify(change)).toEqual([400, "VALIDATION_ERROR"])
    }
  })

  test("prepare: too little money says how much is missing", async () => {
    const poor = await createWallet(chain)
    const { status, json } = await call(ctx, payment.preparePayment, { body: { ...request(), sender: poor.address } })
    expect([status, json.code]).toEqual([422, "INSUFFICIENT_BALANCE"])
  })

  test.each([
    ["transfer", payment.transferPayment],
    ["submit", payment.submitPayment],
  ])("%s", async (_, contract) => {
    const first = await prepared()
    const signed = await sender.sign(first.raw_tx)
    const otherKey = await createWallet(chain)
    const ask = async (body: unknown) => {
      const { status, json } = await call(ctx, contract, { body })
      return [status, json.code]
    }
    const changed = ccc.Transaction.fromBytes(signed)
    for (const output of changed.outputs) output.capacity -= 1n
    const { payment_id } = first
    expect(await ask({ payment_id: 2 ** 52, raw_tx: signed })).toEqual([404, "NOT_FOUND"])
    expect(await ask({ payment_id: 2 ** 53, raw_tx: signed })).toEqual([400, "VALIDATION_ERROR"])
    expect(await ask({ payment_id: "1", raw_tx: signed })).toEqual([400, "VALIDATION_ERROR"])
    expect(await ask({ payment_id })).toEqual([400, "VALIDATION_ERROR"])
    expect((await ask({ payment_id, raw_tx: "0x00" }))[0]).toBeLessThan(500)
    expect((await ask({ payment_id, raw_tx: signed.slice(0, -2) }))[0]).toBeLessThan(500)
    expect(await ask({ payment_id, raw_tx: ccc.hexFrom(changed.toBytes()) })).toEqual([409, "TX_MISMATCH"])
    expect(await ask({ payment_id, raw_tx: first.raw_tx })).toEqual([422, "INVALID_SIGNATURE"])
    expect(await ask({ payment_id, raw_tx: await otherKey.sign(first.raw_tx).catch(() => first.raw_tx) })).toEqual([
      422,
      "INVALID_SIGNATURE",
    ])
    expect((await call(ctx, contract, { body: "x".repeat(1_100_000) })).status).toBe(413)
  })

  test("ids and addresses in paths", async () => {
    const status = async (contract: Parameters<typeof call>[1], params: Record<string, string>) =>
      (await call(ctx, contract, { params })).status
    for (const contract of [
      payment.getPayment,
      payment.getPaymentEvents,
      payment.cancelPayment,
      settlementApi.getSettlement,
    ]) {
      for (const id of ["999999999", "9223372036854775808", "9".repeat(100), "0"])
        expect(await status(contract, { id }), id).toBe(404)
      for (const id of ["abc", "-1", "1.5", "1e3", "0x1", "\0", ""])
        expect(await status(contract, { id }), id).toBe(400)
    }
    for (const contract of [
      payment.listPaymentsOfSender,
      payment.listPaymentsOfReceiver,
      receiverApi.getAccount,
      receiverApi.listEntries,
    ]) {
      for (const address of ["x", ADDRESS_OF_MAINNET, `${receiver.address}q`, "a\0", "\ud83d", "c".repeat(5_000)]) {
        expect(await status(contract, { address }), address.slice(0, 20)).toBe(400)
      }
    }
    for (const contract of [payment.listPaymentsOfSenderDid, payment.listPaymentsOfReceiverDid]) {
      for (const did of ["a\0", "x".repeat(201), "\ud83d"]) expect(await status(contract, { did })).toBe(400)
    }
  })

  test("queries of lists", async () => {
    for (const contract of [payment.listPayments, settlementApi.listSettlements, pool.getPool]) {
      for (const query of ["limit=0", "limit=1001", "cursor=x", "cursor=%00", "limit=1&limit=2", "lmit=1"]) {
        const { status } = await call(ctx, contract, { query, headers: OPERATOR })
        expect(status, `${contract.path}?${query}`).toBe(400)
      }
    }
    for (const query of ["info=%00", "info=a%00b", "category=x", "from=x", "to=2026", "status=%00"]) {
      expect((await call(ctx, payment.listPayments, { query })).status, query).toBe(400)
    }
    // Bytes that are no UTF-8 become U+FFFD, which no note equals.
    expect((await call(ctx, payment.listPayments, { query: "info=%ff%fe" })).json).toEqual([])
  })

  test("faucet and miner", async () => {
    const bad = [
      { address: "x", amount: "10000000000" },
      { address: receiver.address, amount: 1 },
      { address: receiver.address, amount: "10000000000001" },
      {},
    ]
    for (const body of bad) expect((await call(ctx, service.faucet, { body })).status).toBe(400)
    for (const blocks of [0, -1, 1.5, 1_001, "1", null])
      expect((await call(ctx, service.mine, { body: { blocks } })).status).toBe(400)
    const { prepareWithdrawal, submitWithdrawal } = withdrawal
    const bodies = [
      service.faucet,
      service.mine,
      operatorApi.logIn,
      payment.preparePayment,
      prepareWithdrawal,
      submitWithdrawal,
    ]
    for (const contract of bodies) {
      expect((await call(ctx, contract, { body: "x".repeat(1_100_000) })).status).toBe(413)
    }
    expect((await call(ctx, payment.cancelPayment, { params: { id: "1" }, body: "x".repeat(1_100_000) })).status).toBe(
      413,
    )
    expect((await call(ctx, operatorApi.logIn, { body: { password: 1 } })).status).toBe(400)
  })
})

describe("the operator's routes", () => {
  const routes = [settlementApi.settleNow, pool.getPool, service.getReconciliation, job.getJobs]

  test.each(routes.map((contract) => [contract.path, contract] as const))(
    "%s always needs the operator",
    async (_, contract) => {
      expect((await call(ctx, contract)).status).toBe(401)
      expect((await call(ctx, contract, { headers: OPERATOR })).status).toBeLessThan(300)
    },
  )

  test("a page of another site cannot use the operator's browser", async () => {
    const headers = { ...OPERATOR, "sec-fetch-site": "cross-site" }
    expect((await call(ctx, settlementApi.settleNow, { headers })).status).toBe(403)
  })

  test("a key that is none, or that another request has, does not settle", async () => {
    const key = randomUUID()
    const sha256 = (text: string) => createHash("sha256").update(text).digest("hex")
    const id = sha256(["/api/settlement", `basic ${sha256(OPERATOR.authorization)}`, key].join("\0"))
    await ctx.db.idempotencyKey.create({ data: { key: id, requestHash: new Uint8Array(32) } })
    for (const [given, status] of [
      ["a b", 400],
      [key, 409],
    ] as const) {
      const headers = { ...OPERATOR, "idempotency-key": given }
      expect((await call(ctx, settlementApi.settleNow, { headers })).status).toBe(status)
    }
  })

  test("a settlement pays, and is listed with what it paid", async () => {
    const rich = await createWallet(chain)
    const first = await prepared({ ...request(), receiver: rich.address, amount: String(70n * CKB) })
    await call(ctx, payment.transferPayment, {
      body: { payment_id: first.payment_id, raw_tx: await sender.sign(first.raw_tx) },
    })
    await chain.commit(first.tx_hash)
    await platform.mine(1)
    const down = { ...ctx, chain: { ...ctx.chain, rpc: connectRpc("http://127.0.0.1:1") } }
    expect((await call(down, settlementApi.settleNow, { headers: OPERATOR })).status).toBe(502)
    const { status, json } = await call(ctx, settlementApi.settleNow, { headers: OPERATOR })
    expect([status, json.settlements]).toEqual([202, [expect.any(Number)]])
    const id = String(json.settlements[0])
    const { json: settlement } = await call(ctx, settlementApi.getSettlement, { params: { id } })
    expect(settlement).toMatchObject({
      status: "signed",
      amount: "6930000000",
      payouts: [{ receiver: rich.address, amount: "6930000000" }],
    })
    expect((await call(ctx, settlementApi.listSettlements)).json).toEqual([settlement])
    expect((await call(ctx, pool.getPool, { headers: OPERATOR })).json.summary.claimed.cells).toBeGreaterThan(0)
    await chain.commit(settlement.tx_hash)
    await platform.mine(1)
    const entries = await call(ctx, receiverApi.listEntries, {
      params: { address: rich.address },
      query: { status: "paid" },
    })
    expect(entries.json).toMatchObject([
      { is_payed: true, tx_hash: settlement.tx_hash, status: "paid", kind: "receiver" },
    ])
    expect((await call(ctx, service.getReconciliation, { headers: OPERATOR })).json).toMatchObject({
      ok: true,
      pool: { difference: "0" },
    })
  })
})

describe("off the devnet", () => {
  test("who paid whom is private", async () => {
    const first = await prepared()
    // The events of one that is over end by themselves.
    await call(ctx, payment.cancelPayment, { params: idOf(first) })
    const address = receiver.address
    const closed: [Parameters<typeof call>[1], Record<string, string>][] = [
      [payment.listPayments, {}],
      [payment.listPaymentsOfSender, { address }],
      [payment.listPaymentsOfReceiver, { address }],
      [payment.listPaymentsOfSenderDid, { did: "x" }],
      [payment.listPaymentsOfReceiverDid, { did: "x" }],
      [payment.getPayment, idOf(first)],
      [payment.getPaymentEvents, idOf(first)],
      [receiverApi.getAccount, { address }],
      [receiverApi.listEntries, { address }],
      [settlementApi.listSettlements, {}],
      [service.getMetrics, {}],
    ]
    for (const [contract, params] of closed) {
      const headers = fromSomewhere()
      const secret = { ...headers, "x-client-secret": first.client_secret }
      const ownPayment = contract === payment.getPayment || contract === payment.getPaymentEvents
      expect((await call(elsewhere(), contract, { params, headers })).status, contract.path).toBe(401)
      expect((await call(elsewhere(), contract, { params, headers: secret })).status, contract.path).toBe(
        ownPayment ? 200 : 401,
      )
      expect(
        (await call(elsewhere(), contract, { params, headers: { ...headers, ...OPERATOR } })).status,
        contract.path,
      ).toBe(200)
      expect((await call(elsewhere({ openReads: true }), contract, { params, headers })).status, contract.path).toBe(
        200,
      )
    }
    expect(
      (await call(elsewhere(), settlementApi.getSettlement, { params: { id: "1" }, headers: fromSomewhere() })).status,
    ).toBe(401)
  })

  test("a client secret opens and cancels its own payment and no other", async () => {
    const [mine, others] = [await prepared(), await prepared()]
    const secret = { ...fromSomewhere(), "x-client-secret": mine.client_secret }
    for (const contract of [payment.getPayment, payment.getPaymentEvents, payment.cancelPayment]) {
      expect((await call(elsewhere(), contract, { params: idOf(others), headers: secret })).status).toBe(403)
      expect((await call(elsewhere(), contract, { params: { id: "999999999" }, headers: secret })).status).toBe(403)
      expect((await call(elsewhere(), contract, { params: idOf(mine), headers: fromSomewhere() })).status).toBe(401)
    }
    for (const contract of [payment.transferPayment, payment.submitPayment]) {
      const body = { payment_id: others.payment_id, raw_tx: others.raw_tx }
      expect((await call(elsewhere(), contract, { body, headers: secret })).status).toBe(403)
      expect((await call(elsewhere(), contract, { body, headers: fromSomewhere() })).status).toBe(401)
    }
    expect((await call(elsewhere(), payment.cancelPayment, { params: idOf(mine), headers: secret })).status).toBe(200)
    const body = { client_secret: others.client_secret }
    expect(
      (await call(elsewhere(), payment.cancelPayment, { params: idOf(others), body, headers: fromSomewhere() })).status,
    ).toBe(200)
    const third = await prepared()
    const cancel = async (headers: Record<string, string>) =>
      (await call(elsewhere(), payment.cancelPayment, { params: idOf(third), headers })).status
    expect(await cancel({ ...fromSomewhere(), ...OPERATOR })).toBe(403)
    await createOperator(ctx, { name: "olga", roles: ["operate"] })
    expect(await cancel(await signedInAs(elsewhere(), { name: "olga" }))).toBe(200)
  })

  test("faucet and miner are not there", async () => {
    for (const contract of [service.faucet, service.mine]) {
      expect((await call(elsewhere(), contract, { body: {} })).status).toBe(404)
    }
  })

  test("one address may prepare thirty times a minute; on the devnet as often as it likes", async () => {
    const headers = fromSomewhere()
    const ask = async (context: Context) => (await call(context, payment.preparePayment, { body: {}, headers })).status
    const statuses = []
    for (let i = 0; i < 31; i++) statuses.push(await ask(elsewhere()))
    expect(statuses).toEqual([...Array(30).fill(400), 429])
    expect(await ask(ctx)).toBe(400)
  })

  test("a payment knows from which network it was prepared while it is open; on the devnet it does not", async () => {
    const networkOf = async ({ payment_id }: { payment_id: number }) =>
      (await ctx.db.payment.findUniqueOrThrow({ where: { id: BigInt(payment_id) } })).clientNetwork
    expect(await networkOf(await prepared(request(), elsewhere()))).toBe(`10.1.${addresses >> 8}.${addresses & 255}`)
    expect(await networkOf(await prepared())).toBeNull()
  })
})

describe("for machines", () => {
  test("the configuration is what a client needs, and no more", async () => {
    const { json } = await call(ctx, service.getConfig)
    expect(json).toEqual({
      network: "devnet",
      rpc_url: chain.rpcUrl,
      platform_address: ctx.chain.platform.address,
      platform_fee_bps: 100,
      min_withdrawal: "6500000000",
      confirmations: 1,
      hold_seconds: 120,
      genesis_hash: chain.genesisHash,
      scripts: JSON.parse(JSON.stringify(chain.scripts)),
    })
  })

  test("health and readiness", async () => {
    expect((await call(ctx, service.getHealth)).json).toEqual({ status: "ok" })
    expect((await call(ctx, service.getReady)).status).toBe(200)
    const empty = await startPlatform(chain, { cells: 0 })
    const { status, json } = await call(empty.ctx, service.getReady)
    expect(status).toBe(503)
    expect(JSON.stringify(json)).toContain(empty.ctx.chain.platform.address)
    await empty.stop()
  })

  test("readiness and metrics are looked at once a second, however many ask", async () => {
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

  test("more streams of events than the server sends are refused for the moment", async () => {
    const places = Array.from({ length: 2_000 }, (_, i) => takeStreamPlace(BigInt(-i), `n${i}`))
    const { status, headers } = await call(ctx, payment.getPaymentEvents, { params: { id: "1" } })
    expect([status, headers.get("retry-after")]).toEqual([503, "15"])
    for (const leave of places) leave()
  })

  test("metrics count requests by template, and money", async () => {
    await call(ctx, payment.getPayment, { params: { id: "999999999" } })
    const { json: text, headers } = await call(ctx, service.getMetrics)
    expect(headers.get("content-type")).toContain("text/plain")
    expect(text).toMatch(/micropay_http_requests_total\{method="GET",route="\/api\/payment\/\{id\}",status="404"\} \d+/)
    expect(text).toMatch(/micropay_pool_cells\{state="free"\} \d+/)
    expect(text).toMatch(/micropay_owed_shannons \d+/)
    expect(text).toMatch(/micropay_payments\{status="confirmed"\} \d+/)
    // In the label only: a sum of seconds, such as 0.0129999999991, may hold the same digits.
    expect(text).not.toMatch(/route="[^"]*999999999/)
  })

  test("the contract describes every route that there is", async () => {
    const { json } = await call(ctx, service.getOpenApi)
    expect(json.openapi).toBe("3.1.0")
    expect(Object.keys(json.paths)).toContain("/api/payment/{id}/cancel")
  })

  test("jobs are listed with their last run and their next", async () => {
    await ctx.db.$executeRaw`INSERT INTO job_run (job, started_at, finished_at, status, error)
      VALUES ('settle', '2026-01-01T00:00:00Z', '2026-01-01T00:00:01.500Z', 'failed', 'why')`
    const { json } = await call(ctx, job.getJobs, { headers: OPERATOR })
    expect(json.find(({ id }: { id: string }) => id === "settle")).toMatchObject({
      last_run_at: "2026-01-01T00:00:00.000Z",
      last_status: "failed",
      last_error: "why",
      duration_ms: 1_500,
      schedule: "* * * * *",
    })
    for (const { next_run_at } of json) expect(Date.parse(next_run_at)).toBeGreaterThan(Date.now())
  })
})

describe("when something is down or used up", () => {
  /** A valid request for each route, as far as one can be written down. */
  async function inputOf(contract: Contract, first: Awaited<ReturnType<typeof prepared>>) {
    const bodies = new Map<Contract, unknown>([
      [payment.preparePayment, request()],
      [payment.transferPayment, { payment_id: first.payment_id, raw_tx: await sender.sign(first.raw_tx) }],
      [payment.submitPayment, { payment_id: first.payment_id, raw_tx: await sender.sign(first.raw_tx) }],
      [withdrawal.prepareWithdrawal, { receiver: receiver.address }],
      [withdrawal.submitWithdrawal, await signedWithdrawal()],
      [link.createLink, { receiver: receiver.address, title: "x" }],
      [service.faucet, { address: receiver.address, amount: "10000000000" }],
      [service.mine, { blocks: 1 }],
      [operatorApi.logIn, { password: "wrong" }],
    ])
    return {
      params: { id: "1", address: receiver.address, did: "x", slug: "000000000000" },
      body: bodies.get(contract),
    }
  }

  test("every route that reads the database answers 500 without one", async () => {
    const first = await prepared()
    const db = connectDatabase("postgresql://nobody@127.0.0.1:1/nothing", 1)
    const silent = { ...ctx, db, log: pino({ level: "silent" }) }
    for (const contract of CONTRACTS.filter(({ path }) => !WITHOUT_DATABASE.has(path))) {
      const { status, json } = await call(silent, contract, { ...(await inputOf(contract, first)), headers: OPERATOR })
      expect([status, json.code], contract.path).toEqual([500, "INTERNAL_ERROR"])
    }
    await db.$disconnect()
  })

  test("every route that asks the node answers 502 without one", async () => {
    const first = await prepared()
    const silent = { ...ctx, chain: { ...ctx.chain, rpc: connectRpc("http://127.0.0.1:1") } }
    for (const contract of [
      payment.preparePayment,
      payment.transferPayment,
      payment.submitPayment,
      service.getReconciliation,
      withdrawal.prepareWithdrawal,
      withdrawal.submitWithdrawal,
      service.faucet,
      service.mine,
    ]) {
      const { status, json } = await call(silent, contract, { ...(await inputOf(contract, first)), headers: OPERATOR })
      expect([status, json.code], contract.path).toEqual([502, "CHAIN_ERROR"])
    }
  })

  test("no cell, and a pause, are 503 with a time to come back", async () => {
    const empty = await startPlatform(chain, { cells: 0 })
    const none = await call(empty.ctx, payment.preparePayment, { body: request() })
    expect([none.status, none.json.code]).toEqual([503, "NO_PLATFORM_CELL"])
    await pause(empty.ctx.db, { scope: "all", reason: "test", detail: "" })
    for (const [contract, body] of [
      [payment.preparePayment, request()],
      [settlementApi.settleNow, undefined],
      [withdrawal.prepareWithdrawal, { receiver: receiver.address }],
    ] as const) {
      const { status, json, headers } = await call(empty.ctx, contract, { body, headers: OPERATOR })
      expect([status, json.code], contract.path).toEqual([503, "PAUSED"])
      expect(Number(headers.get("retry-after"))).toBeGreaterThan(0)
    }
    await empty.stop()
  })

  test("every limited route answers 429 above its limit, off the devnet", async () => {
    const headers = fromSomewhere()
    const address = headers["x-forwarded-for"]
    for (const limit of ["prepare", "write", "read", "probe"] as const) exhaust(elsewhere(), limit, address)
    for (const contract of CONTRACTS.filter(({ limit }) => limit)) {
      expect(
        (await call(elsewhere(), contract, { params: { id: "1", slug: "000000000000" }, headers })).status,
        contract.path,
      ).toBe(429)
    }
    await exhaustLogins(address)
    expect((await call(elsewhere(), service.getMetrics, { headers: { ...headers, ...OPERATOR } })).status).toBe(429)
  })
})

/** Headers of somebody who has signed in with a wallet. */
async function signedIn({ address, signMessage }: Wallet) {
  const begun = await call(ctx, session.beginSignIn, { body: { address } })
  const signed = { address, nonce: begun.json.nonce, ...(await signMessage(begun.json.message)) }
  const { headers } = await call(ctx, session.finishSignIn, { body: signed })
  return { ...fromSomewhere(), cookie: headers.getSetCookie()[0]?.split(";")[0] ?? "" }
}

/** A withdrawal of a receiver with a cell and a balance, signed and not handed in. */
async function signedWithdrawal(amount = "100000000") {
  const { status, json } = await call(ctx, withdrawal.prepareWithdrawal, {
    body: { receiver: receiver.address, amount },
  })
  expect(status, JSON.stringify(json)).toBe(201)
  return { withdrawal_id: json.withdrawal_id, raw_tx: await receiver.sign(json.raw_tx) }
}

describe("a withdrawal over HTTP", () => {
  const owed = async () =>
    BigInt((await call(ctx, receiverApi.getAccount, { params: { address: receiver.address } })).json.available)

  test("is prepared, signed, handed in twice, and read", async () => {
    const before = await owed()
    const body = await signedWithdrawal("5000000")
    const early = await call(farBehind(ctx), withdrawal.submitWithdrawal, { body })
    expect([early.status, early.json.code]).toEqual([503, "CATCHING_UP"])
    const sent = await call(ctx, withdrawal.submitWithdrawal, { body })
    expect(sent.json).toMatchObject({ withdrawal_id: body.withdrawal_id, status: "submitted" })
    expect((await call(ctx, withdrawal.submitWithdrawal, { body })).json).toEqual(sent.json)
    await chain.commit(sent.json.tx_hash)
    await platform.mine(1)
    const params = { id: String(body.withdrawal_id) }
    expect((await call(ctx, withdrawal.getWithdrawal, { params })).json).toMatchObject({
      amount: "5000000",
      receiver: receiver.address,
      status: "confirmed",
    })
    expect(await owed()).toBe(before - 5_000_000n)
  })

  test("off the devnet is prepared for its receiver only: the reply says what they are owed", async () => {
    const body = { receiver: receiver.address, amount: "5000000" }
    const prepare = async (headers: Record<string, string>) =>
      (await call(elsewhere(), withdrawal.prepareWithdrawal, { body, headers })).status
    expect(await prepare(fromSomewhere())).toBe(401)
    expect(await prepare(await signedIn(await createWallet(chain)))).toBe(403)
    expect(await prepare(await signedIn(receiver))).toBe(201)
  })

  test("is refused when it cannot be: unknown, malformed, too much, changed, unsigned, too late", async () => {
    const { withdrawal_id, raw_tx } = await signedWithdrawal("5000000")
    const submit = (body: unknown) => call(ctx, withdrawal.submitWithdrawal, { body })
    expect((await submit({ withdrawal_id: 999_999, raw_tx })).status).toBe(404)
    expect((await submit({ withdrawal_id, raw_tx: "0x12" })).status).toBe(409)
    expect((await submit({ withdrawal_id })).status).toBe(400)
    const { json } = await call(ctx, withdrawal.prepareWithdrawal, {
      body: { receiver: receiver.address, amount: 6_000_000 },
    })
    expect((await submit({ withdrawal_id: json.withdrawal_id, raw_tx: json.raw_tx })).status).toBe(422)
    await ctx.db.$executeRaw`UPDATE "withdrawal" SET "expires_at" = now() WHERE "id" = ${withdrawal_id}`
    expect((await submit({ withdrawal_id, raw_tx })).json.code).toBe("STATE_MISMATCH")

    const prepare = (body: unknown) => call(ctx, withdrawal.prepareWithdrawal, { body })
    expect((await prepare({ receiver: "ckt1", amount: 1 })).status).toBe(400)
    expect((await prepare({ receiver: receiver.address, amount: "900000000000" })).status).toBe(422)
    expect((await call(ctx, withdrawal.getWithdrawal, { params: { id: "999999" } })).status).toBe(404)
    expect((await call(ctx, withdrawal.getWithdrawal, { params: { id: "x" } })).status).toBe(400)
    const headers = fromSomewhere()
    expect((await call(elsewhere(), withdrawal.getWithdrawal, { params: { id: "1" }, headers })).status).toBe(401)
    const others = { withdrawal_id, raw_tx }
    expect((await call(elsewhere(), withdrawal.submitWithdrawal, { body: others, headers })).status).toBe(401)
    const stranger = await signedIn(await createWallet(chain))
    expect((await call(elsewhere(), withdrawal.submitWithdrawal, { body: others, headers: stranger })).status).toBe(403)
    const withKey = { "idempotency-key": randomUUID() }
    await call(ctx, withdrawal.prepareWithdrawal, {
      body: { receiver: receiver.address, amount: 7_000_000 },
      headers: withKey,
    })
    const other = { receiver: receiver.address, amount: 8_000_000 }
    expect((await call(ctx, withdrawal.prepareWithdrawal, { body: other, headers: withKey })).status).toBe(409)
  })
})

describe("payment links over HTTP", () => {
  const body = () => ({
    receiver: receiver.address,
    amount: "200000000",
    title: "Ana's blog",
    splits: [{ receiver: sender.address, bps: 100 }],
    one_time: true,
    success_url: "https://shop.example/",
    expires_at: new Date(Date.now() + 3_600_000).toISOString(),
  })
  const unknown = { slug: "000000000000" }

  test("are made once for one Idempotency-Key, read, paid once, listed and closed", async () => {
    const headers = { "idempotency-key": randomUUID() }
    const request = body()
    const { status, json: made } = await call(ctx, link.createLink, { body: request, headers })
    expect([status, made]).toEqual([201, expect.objectContaining({ ...request, status: "active", presets: [] })])
    expect((await call(ctx, link.createLink, { body: request, headers })).json).toEqual(made)
    expect((await call(ctx, link.createLink, { body: { ...request, title: "x" }, headers })).status).toBe(409)
    const params = { slug: made.slug }
    expect((await call(ctx, link.getLink, { params })).json).toEqual(made)

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
      expect(json).toMatchObject({ code: "LINK_UNAVAILABLE", status: 409, link_status: "used" })
    }
    const late = await call(ctx, payment.preparePayment, { body: { sender: sender.address, link: made.slug } })
    expect(late.json).toMatchObject({ code: "LINK_UNAVAILABLE", link_status: "used" })
    expect((await call(ctx, payment.getPayment, { params: idOf(first) })).json.link).toBe(made.slug)
    await chain.commit(first.tx_hash)
    await platform.mine(1)

    const list = await call(ctx, link.listLinks, { params: { address: receiver.address } })
    const paid = { count: 1, amount: "200000000" }
    expect(list.json).toEqual([{ ...made, status: "used", paid, pending: { count: 0, amount: "0" } }])
    expect((await call(ctx, link.closeLink, { params })).json.status).toBe("used")
  })

  test("are refused in words: what is wrong with a link, with its name, with a payment's terms", async () => {
    for (const [path, change] of [
      ["title", { title: "" }],
      ["receiver", { receiver: "x" }],
      ["success_url", { success_url: "javascript:alert(1)" }],
      ["presets", { presets: ["1"] }],
      ["expires_at", { expires_at: "2020-01-01T00:00:00Z" }],
      ["amout", { amout: 1 }],
    ] as const) {
      const { status, json } = await call(ctx, link.createLink, { body: { ...body(), ...change } })
      expect([status, json.errors?.[0]?.path], path).toEqual([400, path])
    }
    expect((await call(ctx, link.createLink, { body: "x".repeat(1_100_000) })).status).toBe(413)
    for (const contract of [link.getLink, link.closeLink]) {
      expect((await call(ctx, contract, { params: unknown })).status).toBe(404)
      expect((await call(ctx, contract, { params: { slug: "a\0" } })).status).toBe(400)
    }
    expect((await call(ctx, link.listLinks, { params: { address: "x" } })).status).toBe(400)
    const ask = async (change: object) =>
      (await call(ctx, payment.preparePayment, { body: { sender: sender.address, ...change } })).json
    expect(await ask({ link: unknown.slug })).toMatchObject({ code: "NOT_FOUND" })
    expect(await ask({})).toMatchObject({ errors: [{ path: "receiver" }, { path: "amount" }] })
    const { json: made } = await call(ctx, link.createLink, { body: body() })
    expect(await ask({ link: made.slug, amount: 1 })).toMatchObject({ errors: [{ path: "amount" }] })
  })

  test("off the devnet the receiver's wallet makes, lists and closes them, and no other", async () => {
    const [own, other] = [await signedIn(receiver), await signedIn(await createWallet(chain))]
    const { json: made } = await call(elsewhere(), link.createLink, { body: body(), headers: own })
    const params = { slug: made.slug, address: receiver.address }
    for (const [contract, given] of [
      [link.createLink, { body: body() }],
      [link.listLinks, { params }],
      [link.closeLink, { params }],
    ] as const) {
      expect((await call(elsewhere(), contract, { ...given, headers: other })).status, contract.path).toBe(403)
      expect((await call(elsewhere(), contract, { ...given, headers: own })).status, contract.path).toBeLessThan(300)
    }
    for (const contract of [
      payment.listPaymentsOfSender,
      payment.listPaymentsOfReceiver,
      receiverApi.getAccount,
      receiverApi.listEntries,
      withdrawal.getWithdrawal,
    ]) {
      const given = { params: { ...params, id: "1" }, headers: other }
      expect((await call(elsewhere(), contract, given)).status, contract.path).toBe(403)
    }
  })

  test("off the devnet the operator makes, lists and closes them, and everybody reads them", async () => {
    const { json: made } = await call(ctx, link.createLink, { body: body() })
    const params = { slug: made.slug, address: receiver.address }
    for (const [contract, given] of [
      [link.createLink, { body: body() }],
      [link.closeLink, { params }],
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

describe("the operator's session", () => {
  test("begins, is known, and ends", async () => {
    const headers = fromSomewhere()
    const evil = { ...headers, origin: "https://evil.example" }
    const body = { password: "test password" }
    expect((await call(ctx, operatorApi.logIn, { body: { password: "wrong" }, headers })).status).toBe(401)
    expect((await call(ctx, operatorApi.logIn, { body, headers: evil })).status).toBe(403)
    const login = await call(ctx, operatorApi.logIn, { body, headers })
    expect(login.status).toBe(204)
    const cookie = login.headers.getSetCookie()[0]?.split(";")[0] ?? ""
    expect((await call(ctx, operatorApi.getSession, { headers: { cookie } })).json).toMatchObject({ operator: true })
    expect((await call(ctx, pool.getPool, { headers: { cookie } })).status).toBe(200)
    expect((await call(ctx, operatorApi.logOut, { headers: { cookie } })).status).toBe(204)
    expect((await call(ctx, operatorApi.logOut, { headers: evil })).status).toBe(403)
    await exhaustLogins(headers["x-forwarded-for"])
    expect((await call(ctx, operatorApi.logIn, { body, headers })).status).toBe(429)
  })
})

describe("on the devnet", () => {
  test("the faucet pays and the miner mines", async () => {
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
})

const WITHOUT_DATABASE = new Set([
  "/api/config",
  "/api/health",
  "/api/ready",
  "/api/openapi.json",
  "/api/admin/login",
  "/api/admin/logout",
  "/api/admin/session",
  "/api/dev/faucet",
  "/api/dev/mine",
])

/** What nothing that is known can bring about. */
function isUnforeseen(reply: string): boolean {
  const [, path = "", status] = reply.split(" ")
  return status === "500" && WITHOUT_DATABASE.has(path)
}

test("every reply that the contract promises was seen", () => {
  expect(promised(CONTRACTS).filter((reply) => !seen.has(reply) && !isUnforeseen(reply))).toEqual([])
})
