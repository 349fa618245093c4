import { ccc } from "@ckb-ccc/core"
import { describe, expect } from "vitest"
import * as payment from "@/lib/http/api/payment"
import * as receiverApi from "@/lib/http/api/receiver"
import { call, exhaust } from "@/lib/http/api.fixture"
import { createOperator, signedIn as signedInAs } from "@/lib/http/operator.fixture"
import { apiStage, fromSomewhere, idOf, OPERATOR } from "@/test/support/api"
import { NO_IDS, TOO_LARGE, UNKNOWN_IDS } from "@/test/support/bad-input"
import { farBehind } from "@/test/support/context"
import { contractsSeenIn, everyReplyIsSeen } from "@/test/support/promised-replies"
import { createWallet } from "@/test/support/wallet"

const test = apiStage()

/** The same work under two paths. */
const TRANSFERS = [payment.transferPayment, payment.submitPayment]

describe("a payment over HTTP", () => {
  test("is prepared, signed, handed in twice, committed, confirmed and read", async ({
    chain,
    platform,
    ctx,
    sender,
    receiver,
    order,
    prepared,
  }) => {
    const splitter = await createWallet(chain)
    const body = {
      ...order(),
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
    for (const contract of TRANSFERS) {
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
      const { accounts, commitment, salt, steps, return_url, ...row } = after
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
    expect(entries.json).toEqual([
      {
        ...after.accounts[1],
        info: "Grüße 😀",
        sender: sender.address,
        link: null,
        reference: null,
        message: null,
        payment: { amount: after.amount, platform_fee: after.platform_fee, tx_hash: after.tx_hash },
      },
    ])
  })

  test("is cancelled, twice, and then over", async ({ ctx, sender, prepared }) => {
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
    for (const contract of TRANSFERS) {
      const { status, json } = await call(ctx, contract, { body })
      expect([status, json.code]).toEqual([409, "STATE_MISMATCH"])
    }
  })

  test("that is signed cannot be cancelled", async ({ chain, platform, ctx, sender, prepared }) => {
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
  test.for(TRANSFERS)("$path", async (contract, { chain, ctx, sender, prepared }) => {
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
    expect((await call(ctx, contract, { body: TOO_LARGE })).status).toBe(413)
  })

  test("cancel", async ({ ctx }) => {
    const ask = async (id: string, body?: unknown) =>
      (await call(ctx, payment.cancelPayment, { params: { id }, body })).status
    for (const id of UNKNOWN_IDS) expect(await ask(id), id).toBe(404)
    for (const id of NO_IDS) expect(await ask(id), id).toBe(400)
    expect(await ask("1", TOO_LARGE)).toBe(413)
  })
})

describe("off the devnet", () => {
  test("a client secret opens and cancels its own payment and no other", async ({ ctx, elsewhere, prepared }) => {
    const [mine, others] = [await prepared(), await prepared()]
    const secret = { ...fromSomewhere(), "x-client-secret": mine.client_secret }
    for (const contract of [payment.getPayment, payment.getPaymentEvents, payment.cancelPayment]) {
      expect((await call(elsewhere(), contract, { params: idOf(others), headers: secret })).status).toBe(403)
      expect((await call(elsewhere(), contract, { params: { id: "999999999" }, headers: secret })).status).toBe(403)
      expect((await call(elsewhere(), contract, { params: idOf(mine), headers: fromSomewhere() })).status).toBe(401)
    }
    for (const contract of TRANSFERS) {
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
})

test("each is a 500 without a database, a 502 without a node, and a 429 above its limit", async ({
  sender,
  prepared,
  elsewhere,
  withoutDatabase,
  withoutNode,
}) => {
  const { payment_id, raw_tx } = await prepared()
  const body = { payment_id, raw_tx: await sender.sign(raw_tx) }
  const params = { id: String(payment_id) }
  const headers = fromSomewhere()
  for (const contract of contractsSeenIn("app/api/payment/transfer")) {
    const given = contract === payment.cancelPayment ? { params } : { body }
    const answer = async (...[context, more]: [typeof withoutNode, object?]) => {
      const { status, json } = await call(context, contract, { ...given, ...more })
      return [status, json.code]
    }
    expect(await answer(withoutDatabase), contract.path).toEqual([500, "INTERNAL_ERROR"])
    exhaust(elsewhere(), "write", headers["x-forwarded-for"])
    expect(await answer(elsewhere(), { headers }), contract.path).toEqual([429, "RATE_LIMITED"])
    if ("body" in given) expect(await answer(withoutNode), contract.path).toEqual([502, "CHAIN_ERROR"])
  }
})

everyReplyIsSeen("app/api/payment/transfer")
