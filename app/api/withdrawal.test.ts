import { randomUUID } from "node:crypto"
import { describe, expect } from "vitest"
import type { Context } from "@/lib/context"
import * as receiverApi from "@/lib/http/api/receiver"
import * as withdrawal from "@/lib/http/api/withdrawal"
import { call, exhaust } from "@/lib/http/api.fixture"
import { pause } from "@/lib/pause"
import { apiStage, fromSomewhere } from "@/test/support/api"
import { TOO_LARGE } from "@/test/support/bad-input"
import { farBehind } from "@/test/support/context"
import { ckb, pay } from "@/test/support/payment"
import { contractsSeenIn, everyReplyIsSeen } from "@/test/support/promised-replies"
import { createWallet } from "@/test/support/wallet"

const test = apiStage()
  // Somebody who is owed 20 CKB.
  .extend("owed", { scope: "file" }, async ({ chain, platform, ctx, sender, receiver }) => {
    await pay(platform, chain, sender, receiver, ckb("20"))
    await platform.mine(1)
    return async () => {
      const { json } = await call(ctx, receiverApi.getAccount, { params: { address: receiver.address } })
      return BigInt(json.available)
    }
  })
  // A withdrawal, signed and not handed in.
  .extend("signedWithdrawal", { scope: "file" }, ({ ctx, receiver, owed }) => async (amount = "100000000") => {
    const body = { receiver: receiver.address, amount }
    const { status, json } = await call(ctx, withdrawal.prepareWithdrawal, { body })
    expect(status, `${JSON.stringify(json)}, of ${await owed()}`).toBe(201)
    return { withdrawal_id: json.withdrawal_id, raw_tx: await receiver.sign(json.raw_tx) }
  })

describe("a withdrawal over HTTP", () => {
  test("is prepared, signed, handed in twice, and read", async ({
    chain,
    platform,
    ctx,
    receiver,
    owed,
    signedWithdrawal,
  }) => {
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

  test("off the devnet is prepared for its receiver only: the reply says what they are owed", async ({
    receiver,
    stranger,
    owed,
    elsewhere,
    signedIn,
  }) => {
    const body = { receiver: receiver.address, amount: "5000000" }
    const prepare = async (headers: Record<string, string>) =>
      (await call(elsewhere(), withdrawal.prepareWithdrawal, { body, headers })).status
    expect(await owed()).toBeGreaterThan(0n)
    expect(await prepare(fromSomewhere())).toBe(401)
    expect(await prepare(await signedIn(stranger))).toBe(403)
    expect(await prepare(await signedIn(receiver))).toBe(201)
  })

  test("is refused when it cannot be: unknown, malformed, too much, changed, unsigned, too late", async ({
    ctx,
    receiver,
    stranger,
    elsewhere,
    signedIn,
    signedWithdrawal,
  }) => {
    const { withdrawal_id, raw_tx } = await signedWithdrawal("5000000")
    const submit = (body: unknown) => call(ctx, withdrawal.submitWithdrawal, { body })
    expect((await submit({ withdrawal_id: 999_999, raw_tx })).status).toBe(404)
    expect((await submit({ withdrawal_id, raw_tx: "0x12" })).status).toBe(409)
    expect((await submit({ withdrawal_id })).status).toBe(400)
    const { json } = await call(ctx, withdrawal.prepareWithdrawal, {
      body: { receiver: receiver.address, amount: 6_000_000 },
    })
    expect((await submit({ withdrawal_id: json.withdrawal_id, raw_tx: json.raw_tx })).status).toBe(422)
    await ctx.db.$executeRaw`UPDATE withdrawal SET expires_at = now() WHERE id = ${withdrawal_id}`
    expect((await submit({ withdrawal_id, raw_tx })).json.code).toBe("STATE_MISMATCH")

    const prepare = (body: unknown) => call(ctx, withdrawal.prepareWithdrawal, { body })
    expect((await prepare({ receiver: "ckt1", amount: 1 })).status).toBe(400)
    const tooMuch = await prepare({ receiver: receiver.address, amount: "900000000000" })
    expect(tooMuch).toMatchObject({ status: 422, json: { code: "INSUFFICIENT_BALANCE", reason: "owed" } })
    expect((await call(ctx, withdrawal.getWithdrawal, { params: { id: "999999" } })).status).toBe(404)
    expect((await call(ctx, withdrawal.getWithdrawal, { params: { id: "x" } })).status).toBe(400)
    const headers = fromSomewhere()
    expect((await call(elsewhere(), withdrawal.getWithdrawal, { params: { id: "1" }, headers })).status).toBe(401)
    const params = { id: String(withdrawal_id) }
    const others = { withdrawal_id, raw_tx }
    expect((await call(elsewhere(), withdrawal.submitWithdrawal, { body: others, headers })).status).toBe(401)
    const theirs = await signedIn(stranger)
    expect((await call(elsewhere(), withdrawal.submitWithdrawal, { body: others, headers: theirs })).status).toBe(403)
    expect((await call(elsewhere(), withdrawal.getWithdrawal, { params, headers: theirs })).status).toBe(403)
    const withKey = { "idempotency-key": randomUUID() }
    await call(ctx, withdrawal.prepareWithdrawal, {
      body: { receiver: receiver.address, amount: 7_000_000 },
      headers: withKey,
    })
    const other = { receiver: receiver.address, amount: 8_000_000 }
    expect((await call(ctx, withdrawal.prepareWithdrawal, { body: other, headers: withKey })).status).toBe(409)
  })
})

test("whether there can be one is known before it is tried", async ({
  chain,
  ctx,
  receiver,
  stranger,
  elsewhere,
  signedIn,
  withoutNode,
  owed,
}) => {
  expect(await owed()).toBeGreaterThan(0n)
  const ask = (address: string, context: Context = ctx, headers = {}) =>
    call(context, withdrawal.getWithdrawalOutlook, { params: { address }, headers })
  expect((await ask(receiver.address)).json).toEqual({ method: "signature", has_cell: true })
  const newcomer = (await createWallet(chain)).address
  expect((await ask(newcomer)).json).toEqual({ method: "signature", has_cell: false })
  const refused = await call(ctx, withdrawal.prepareWithdrawal, { body: { receiver: newcomer } })
  expect(refused.json).toMatchObject({ code: "INSUFFICIENT_BALANCE", reason: "owed", available: "0" })

  expect((await ask("ckt1")).json).toMatchObject({ code: "VALIDATION_ERROR", errors: [{ reason: "no_address" }] })
  expect((await ask(receiver.address, withoutNode)).json.code).toBe("CHAIN_ERROR")
  expect((await ask(receiver.address, elsewhere(), fromSomewhere())).status).toBe(401)
  expect((await ask(receiver.address, elsewhere(), await signedIn(stranger))).status).toBe(403)
})

describe("when something is down or used up", () => {
  test("each is a 500 without a database, a 502 without a node, and a 429 above its limit", async ({
    receiver,
    elsewhere,
    withoutDatabase,
    withoutNode,
    signedWithdrawal,
  }) => {
    const headers = fromSomewhere()
    const signed = await signedWithdrawal()
    for (const contract of contractsSeenIn("app/api/withdrawal")) {
      const body = contract === withdrawal.submitWithdrawal ? signed : { receiver: receiver.address }
      const params = { id: String(signed.withdrawal_id), address: receiver.address }
      const given = contract.method === "POST" ? { body } : { params }
      if (contract !== withdrawal.getWithdrawalOutlook) {
        const { status, json } = await call(withoutDatabase, contract, given)
        expect([status, json.code], contract.path).toEqual([500, "INTERNAL_ERROR"])
      }
      exhaust(elsewhere(), contract.limit ?? "read", headers["x-forwarded-for"])
      expect((await call(elsewhere(), contract, { ...given, headers })).status, contract.path).toBe(429)
      if (contract.method === "GET") continue
      const offline = await call(withoutNode, contract, given)
      expect([offline.status, offline.json.code], contract.path).toEqual([502, "CHAIN_ERROR"])
      expect((await call(elsewhere(), contract, { body: TOO_LARGE, headers: fromSomewhere() })).status).toBe(413)
    }
  })

  test("during a pause none is prepared", async ({ ctx, receiver, owed }) => {
    expect(await owed()).toBeGreaterThan(0n)
    await pause(ctx.db, { scope: "all", reason: "test", detail: "" })
    const { status, json, headers } = await call(ctx, withdrawal.prepareWithdrawal, {
      body: { receiver: receiver.address },
    })
    expect([status, json.code]).toEqual([503, "PAUSED"])
    expect(Number(headers.get("retry-after"))).toBeGreaterThan(0)
  })
})

everyReplyIsSeen("app/api/withdrawal", ["GET /api/account/{address}/withdrawal 500"])
