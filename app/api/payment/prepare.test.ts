import { randomUUID } from "node:crypto"
import { ccc } from "@ckb-ccc/core"
import { describe, expect } from "vitest"
import type { Context } from "@/lib/context"
import * as payment from "@/lib/http/api/payment"
import { call } from "@/lib/http/api.fixture"
import { pause } from "@/lib/pause"
import { apiStage, fromSomewhere, idOf } from "@/test/support/api"
import { ADDRESS_OF_MAINNET, TOO_LARGE } from "@/test/support/bad-input"
import { startPlatform } from "@/test/support/context"
import { refuseKeys } from "@/test/support/keys"
import { ckb } from "@/test/support/payment"
import { contractsSeenIn, everyReplyIsSeen } from "@/test/support/promised-replies"
import { createWallet } from "@/test/support/wallet"

const test = apiStage()

describe("a payment", () => {
  test("is prepared once for one Idempotency-Key, and replayed", async ({ ctx, order }) => {
    const headers = { "idempotency-key": randomUUID() }
    const [first, again] = [
      await call(ctx, payment.preparePayment, { body: order(), headers }),
      await call(ctx, payment.preparePayment, { body: order(), headers }),
    ]
    expect([again.status, again.json]).toEqual([201, first.json])
    const other = await call(ctx, payment.preparePayment, { body: { ...order(), amount: 1 }, headers })
    expect([other.status, other.json.code]).toEqual([409, "IDEMPOTENCY_CONFLICT"])
  })

  test("with many cells is replayed to the byte from a row of some hundred bytes", async ({
    chain,
    ctx,
    receiver,
    elsewhere,
  }) => {
    const rich = await createWallet(chain)
    await chain.fundMany(Array.from({ length: 40 }, () => ({ address: rich.address, shannons: ckb("61") })))
    const splits = Array.from({ length: 5 }, () => createWallet(chain))
    const body = {
      sender: rich.address,
      receiver: receiver.address,
      amount: (38n * ckb("61")).toString(),
      splits: (await Promise.all(splits)).map(({ address }) => ({ receiver: address, bps: 100 })),
    }
    const headers = { ...fromSomewhere(), "idempotency-key": randomUUID() }
    const ask = () => call(elsewhere(), payment.preparePayment, { body, headers })
    const first = await ask()
    expect(first.status).toBe(201)
    expect(first.json.raw_tx.length).toBeGreaterThan(4_000)
    expect(JSON.stringify((await ask()).json)).toBe(JSON.stringify(first.json))
    // The client who changes networks meanwhile prepares anew; somebody else who guesses the key gets no secret of
    // theirs.
    const another = await call(elsewhere(), payment.preparePayment, {
      body,
      headers: { ...headers, ...fromSomewhere() },
    })
    expect(another.json.client_secret).not.toBe(first.json.client_secret)
    const [{ size }] = (await ctx.db.$queryRaw`
      SELECT max(pg_column_size(k.*)) AS size FROM idempotency_key k`) as [{ size: number }]
    expect(size).toBeLessThan(2_000)
    // Cancelling changes the payment, and not what prepare said about it.
    const secret = { ...fromSomewhere(), "x-client-secret": first.json.client_secret }
    await call(elsewhere(), payment.cancelPayment, { params: idOf(first.json), headers: secret })
    expect((await ask()).json).toEqual(first.json)
  })

  test("may be prepared from one address thirty times a minute; on the devnet as often as it likes", async ({
    ctx,
    elsewhere,
  }) => {
    const headers = fromSomewhere()
    const ask = async (context: Context) => (await call(context, payment.preparePayment, { body: {}, headers })).status
    const statuses = []
    for (let i = 0; i < 31; i++) statuses.push(await ask(elsewhere()))
    expect(statuses).toEqual([...Array(30).fill(400), 429])
    expect(await ask(ctx)).toBe(400)
  })

  test("knows from which network it was prepared while it is open; on the devnet it does not", async ({
    ctx,
    elsewhere,
    order,
    prepared,
  }) => {
    const headers = fromSomewhere()
    const { json } = await call(elsewhere(), payment.preparePayment, { body: order(), headers })
    const networkOf = async ({ payment_id }: { payment_id: number }) =>
      (await ctx.db.payment.findUniqueOrThrow({ where: { id: BigInt(payment_id) } })).clientNetwork
    expect(await networkOf(json)).toBe(headers["x-forwarded-for"])
    expect(await networkOf(await prepared())).toBeNull()
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
  test.for(refusals)("%s", async ([, change, path], { ctx, order }) => {
    const { status, json } = await call(ctx, payment.preparePayment, { body: { ...order(), ...change } })
    expect([status, json.code]).toEqual([400, "VALIDATION_ERROR"])
    expect(json.errors.map((error: { path: string }) => error.path)).toContain(path)
  })

  test("the platform as a party, a lock nobody knows, splits over 100 %", async ({ ctx, sender, receiver, order }) => {
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
      const { status, json } = await call(ctx, payment.preparePayment, { body: { ...order(), ...change } })
      expect([status, json.code], JSON.stringify(change)).toEqual([400, "VALIDATION_ERROR"])
    }
  })

  test("a body that is too large, a link that nobody has made", async ({ ctx, sender }) => {
    expect((await call(ctx, payment.preparePayment, { body: TOO_LARGE })).status).toBe(413)
    const body = { sender: sender.address, link: "000000000000" }
    const { status, json } = await call(ctx, payment.preparePayment, { body })
    expect([status, json.code]).toEqual([404, "NOT_FOUND"])
  })

  test("too little money says how much is missing", async ({ chain, ctx, order }) => {
    const poor = await createWallet(chain)
    const { status, json } = await call(ctx, payment.preparePayment, { body: { ...order(), sender: poor.address } })
    expect([status, json.code]).toEqual([422, "INSUFFICIENT_BALANCE"])
  })
})

describe("a payment is refused for now", () => {
  test("without a free cell, and during a pause, with a time to come back", async ({ chain, order }) => {
    const empty = await startPlatform(chain, { cells: 0 })
    const none = await call(empty.ctx, payment.preparePayment, { body: order() })
    expect([none.status, none.json.code]).toEqual([503, "NO_PLATFORM_CELL"])
    await pause(empty.ctx.db, { scope: "all", reason: "test", detail: "" })
    const { status, json, headers } = await call(empty.ctx, payment.preparePayment, { body: order() })
    expect([status, json.code]).toEqual([503, "PAUSED"])
    expect(Number(headers.get("retry-after"))).toBeGreaterThan(0)
    await empty.stop()
  })

  test("without a database or a node", async ({ order, withoutDatabase, withoutNode }) => {
    for (const [context, expected] of [
      [withoutDatabase, [500, "INTERNAL_ERROR"]],
      [withoutNode, [502, "CHAIN_ERROR"]],
    ] as const) {
      const { status, json } = await call(context, payment.preparePayment, { body: order() })
      expect([status, json.code]).toEqual(expected)
    }
  })
})

test("keys that are none, or may do all else, are refused", ({ ctx }) =>
  refuseKeys(ctx, contractsSeenIn("app/api/payment/prepare")))

everyReplyIsSeen("app/api/payment/prepare")
