import { describe, expect } from "vitest"
import * as payment from "@/lib/http/api/payment"
import { readChain } from "@/lib/http/api/rpc"
import { call, exhaust } from "@/lib/http/api.fixture"
import type { Contract } from "@/lib/http/contract"
import { takeStreamPlace } from "@/lib/http/stream-places"
import { verifyReceipt } from "@/lib/proof/verify"
import { apiStage, fromSomewhere, idOf, OPERATOR } from "@/test/support/api"
import { NO_IDS, NO_PAGES, noAddresses, UNKNOWN_IDS } from "@/test/support/bad-input"
import { refuseKeys } from "@/test/support/keys"
import { contractsSeenIn, everyReplyIsSeen } from "@/test/support/promised-replies"

const test = apiStage()

describe("payments are read", () => {
  test("a new installation has none", async ({ ctx }) => {
    expect((await call(ctx, payment.listPayments)).json).toEqual([])
  })

  test("ids, addresses and DIDs in paths", async ({ ctx, receiver }) => {
    const status = async (contract: Contract, params: Record<string, string>) =>
      (await call(ctx, contract, { params })).status
    for (const contract of [payment.getPayment, payment.getPaymentEvents, payment.sharePayment, payment.getReceipt]) {
      for (const id of UNKNOWN_IDS) expect(await status(contract, { id }), id).toBe(404)
      for (const id of NO_IDS) expect(await status(contract, { id }), id).toBe(400)
    }
    for (const contract of [payment.listPaymentsOfSender, payment.listPaymentsOfReceiver]) {
      for (const address of noAddresses(receiver.address))
        expect(await status(contract, { address }), address.slice(0, 20)).toBe(400)
    }
    for (const contract of [payment.listPaymentsOfSenderDid, payment.listPaymentsOfReceiverDid]) {
      for (const did of ["a\0", "x".repeat(201), "\ud83d"]) expect(await status(contract, { did })).toBe(400)
    }
  })

  test("queries", async ({ ctx }) => {
    for (const query of [...NO_PAGES, ...["info=%00", "info=a%00b", "category=x", "from=x", "to=2026", "status=%00"]])
      expect((await call(ctx, payment.listPayments, { query })).status, query).toBe(400)
    // Bytes that are no UTF-8 become U+FFFD, which no note equals.
    expect((await call(ctx, payment.listPayments, { query: "info=%ff%fe" })).json).toEqual([])
  })

  test("more streams of events than the server sends are refused for the moment", async ({ ctx }) => {
    const places = Array.from({ length: 2_000 }, (_, i) => takeStreamPlace(BigInt(-i), `n${i}`))
    const { status, headers } = await call(ctx, payment.getPaymentEvents, { params: { id: "1" } })
    expect([status, headers.get("retry-after")]).toEqual([503, "15"])
    for (const leave of places) leave()
  })
})

describe("off the devnet", () => {
  test("who paid whom is private", async ({ ctx, receiver, elsewhere, prepared }) => {
    const first = await prepared()
    // The events of one that is over end by themselves.
    await call(ctx, payment.cancelPayment, { params: idOf(first) })
    const address = receiver.address
    const closed: [Contract, Record<string, string>][] = [
      [payment.listPayments, {}],
      [payment.listPaymentsOfSender, { address }],
      [payment.listPaymentsOfReceiver, { address }],
      [payment.listPaymentsOfSenderDid, { did: "x" }],
      [payment.listPaymentsOfReceiverDid, { did: "x" }],
      [payment.getPayment, idOf(first)],
      [payment.getPaymentEvents, idOf(first)],
      [payment.sharePayment, idOf(first)],
    ]
    for (const [contract, params] of closed) {
      const headers = fromSomewhere()
      const secret = { ...headers, "x-client-secret": first.client_secret }
      const ownPayment = contract.path.startsWith("/api/payment/{id}")
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
  })
})

test("a receipt is for whoever may read the payment, once it is in a block; and this server's node proves it", async ({
  chain,
  platform,
  ctx,
  elsewhere,
  prepared,
  sender,
  receiver,
  stranger,
  signedIn,
}) => {
  const { client_secret: secret, raw_tx, ...made } = await prepared()
  const params = idOf(made)
  const read = (headers: object = {}, on = elsewhere()) =>
    call(on, payment.getReceipt, { params, headers: { ...fromSomewhere(), ...headers } })
  const early = await read({ "x-client-secret": secret })
  expect([early.status, early.json.code]).toEqual([409, "STATE_MISMATCH"])

  const body = { payment_id: made.payment_id, raw_tx: await sender.sign(raw_tx) }
  await call(ctx, payment.transferPayment, { body, headers: fromSomewhere() })
  await chain.commit(made.tx_hash)
  await platform.follow()
  const headers = { ...fromSomewhere(), "x-client-secret": secret }
  const { share_key } = (await call(elsewhere(), payment.sharePayment, { params, headers })).json
  const { json: receipt } = await read({}, ctx)
  for (const allowed of [
    { "x-client-secret": secret },
    { "x-share-key": share_key },
    await signedIn(sender),
    await signedIn(receiver),
    OPERATOR,
  ])
    expect(await read(allowed)).toMatchObject({ status: 200, json: receipt })
  expect((await read({}, elsewhere({ openReads: true }))).status).toBe(200)
  expect((await read()).status).toBe(401)
  for (const other of [{ "x-client-secret": "x" }, { "x-share-key": "x" }, await signedIn(stranger)])
    expect((await read(other)).status).toBe(403)

  const node = {
    call: async (method: string, params: readonly string[]) =>
      (await call(ctx, readChain, { body: { id: 1, jsonrpc: "2.0", method, params } })).json.result,
  }
  expect(await verifyReceipt(node, receipt)).toMatchObject({ ok: true, amount: 200_000_000n })
})

test("each is a 500 without a database, a 403 with another's wallet, and a 429 above its limit", async ({
  receiver,
  stranger,
  elsewhere,
  withoutDatabase,
  signedIn,
  prepared,
}) => {
  const params = { ...idOf(await prepared()), address: receiver.address, did: "x" }
  const headers = fromSomewhere()
  const theirs = await signedIn(stranger)
  for (const contract of contractsSeenIn("app/api/payment/read")) {
    const { status, json } = await call(withoutDatabase, contract, { params })
    expect([status, json.code], contract.path).toEqual([500, "INTERNAL_ERROR"])
    exhaust(elsewhere(), contract.limit ?? "read", headers["x-forwarded-for"])
    expect((await call(elsewhere(), contract, { params, headers })).status, contract.path).toBe(429)
    const refused = contract.access === "reader" ? 401 : 403
    expect((await call(elsewhere(), contract, { params, headers: theirs })).status, contract.path).toBe(refused)
  }
})

test("keys that are none, or may do all else, are refused", ({ ctx }) =>
  refuseKeys(ctx, contractsSeenIn("app/api/payment/read")))

everyReplyIsSeen("app/api/payment/read")
