import { describe, expect } from "vitest"
import type { Context } from "@/lib/context"
import * as payment from "@/lib/http/api/payment"
import * as receiverApi from "@/lib/http/api/receiver"
import * as session from "@/lib/http/api/session"
import * as settlement from "@/lib/http/api/settlement"
import * as withdrawal from "@/lib/http/api/withdrawal"
import { call, exhaust } from "@/lib/http/api.fixture"
import type { Contract } from "@/lib/http/contract"
import { preparePayment } from "@/lib/payment/prepare"
import { prepareWithdrawal } from "@/lib/withdrawal/prepare"
import { apiStage, cookieIn, fromSomewhere, OPERATOR } from "@/test/support/api"
import { ckb, pay } from "@/test/support/payment"
import { contractsSeenIn, everyReplyIsSeen } from "@/test/support/promised-replies"
import type { Wallet } from "@/test/support/wallet"

type Case = { contract: Contract; params: Record<string, string>; allowed: Wallet[] }

const test = apiStage({
  cells: 4,
  env: { PLATFORM_FEE_BPS: "0" },
  elsewhere: { publicOrigin: "https://pay.example" },
})
  .extend("splitter", { scope: "file" }, ({ walletWith }) => walletWith())
  // What can be read, and whose wallet may read it.
  .extend("cases", { scope: "file" }, async ({ chain, platform, ctx, sender, receiver, splitter }): Promise<Case[]> => {
    const owed = await pay(platform, chain, sender, receiver, ckb("3"))
    const split = await preparePayment(ctx, {
      sender: sender.address,
      receiver: receiver.address,
      amount: ckb("2"),
      splits: [{ receiver: splitter.address, bps: 5_000 }],
    })
    const { withdrawalId } = await prepareWithdrawal(ctx, { receiver: receiver.address })
    const address = receiver.address
    return [
      { contract: receiverApi.getAccount, params: { address }, allowed: [receiver] },
      { contract: receiverApi.listEntries, params: { address: address.toUpperCase() }, allowed: [receiver] },
      { contract: payment.listPaymentsOfReceiver, params: { address }, allowed: [receiver] },
      { contract: payment.listPaymentsOfSender, params: { address: sender.address }, allowed: [sender] },
      { contract: payment.getPayment, params: { id: `${owed.paymentId}` }, allowed: [sender, receiver] },
      { contract: payment.getPayment, params: { id: `${split.paymentId}` }, allowed: [sender, receiver, splitter] },
      { contract: withdrawal.getWithdrawal, params: { id: `${withdrawalId}` }, allowed: [receiver] },
      { contract: payment.listPayments, params: {}, allowed: [] },
      { contract: settlement.listSettlements, params: {}, allowed: [] },
    ]
  })

async function signature(context: Context, wallet: Wallet, headers: Record<string, string> = {}) {
  const { status, json } = await call(context, session.beginSignIn, {
    body: { address: wallet.address },
    headers: { ...fromSomewhere(), ...headers },
  })
  expect(status, JSON.stringify(json)).toBe(201)
  return { address: wallet.address, nonce: json.nonce, ...(await wallet.signMessage(json.message)) }
}

async function cookieOf(context: Context, wallet: Wallet): Promise<{ cookie: string }> {
  const body = await signature(context, wallet)
  const { json, headers } = await call(context, session.finishSignIn, { body, headers: fromSomewhere() })
  expect(json).toEqual({ address: wallet.address })
  return { cookie: cookieIn(headers) }
}

describe("a wallet's session", () => {
  test("begins with a signature, is known, and ends", async ({ ctx, receiver }) => {
    const body = await signature(ctx, receiver)
    const reply = await call(ctx, session.finishSignIn, { body })
    const [cookie = ""] = reply.headers.getSetCookie()
    expect(cookie).toMatch(/^micropay_wallet=.*; HttpOnly; SameSite=Lax$/)
    const headers = { cookie: cookie.split(";")[0] ?? "" }
    expect((await call(ctx, session.getWalletSession, { headers })).json).toEqual({ address: receiver.address })
    const ended = await call(ctx, session.endWalletSession, { headers })
    expect(ended.headers.getSetCookie()[0]).toMatch(/^micropay_wallet=;.*Max-Age=0/)
    expect((await call(ctx, session.getWalletSession)).json).toEqual({ address: null })
    // On the server too: who has copied the cookie has nothing.
    expect((await call(ctx, session.getWalletSession, { headers })).json).toEqual({ address: null })
    expect((await call(ctx, session.finishSignIn, { body })).status).toBe(409)
  })

  test("ends on every device when its owner says so, and nobody else's does", async ({ ctx, sender, receiver }) => {
    const [phone, laptop] = [await cookieOf(ctx, receiver), await cookieOf(ctx, receiver)]
    const others = await cookieOf(ctx, sender)
    const known = async (headers: { cookie: string }) =>
      (await call(ctx, session.getWalletSession, { headers })).json.address
    expect((await call(ctx, session.endWalletSessions)).status).toBe(401)
    const evil = { ...phone, origin: "https://evil.example" }
    expect((await call(ctx, session.endWalletSessions, { headers: evil })).status).toBe(403)
    expect((await call(ctx, session.endWalletSessions, { headers: phone })).status).toBe(204)
    expect([await known(phone), await known(laptop), await known(others)]).toEqual([null, null, sender.address])
  })

  test("does not begin with another wallet's signature, or one for another host", async ({
    ctx,
    receiver,
    stranger,
  }) => {
    const body = { ...(await signature(ctx, receiver)), address: stranger.address }
    const theirs = await call(ctx, session.finishSignIn, { body })
    expect([theirs.status, theirs.headers.getSetCookie()]).toEqual([422, []])
    const relayed = await signature(ctx, receiver, { host: "evil.example" })
    expect((await call(ctx, session.finishSignIn, { body: relayed })).status).toBe(422)
  })

  test("off the devnet is bound to PUBLIC_URL, whatever host the request names, and needs it", async ({
    receiver,
    elsewhere,
  }) => {
    const relay = { ...fromSomewhere(), host: "evil.example", "x-forwarded-host": "evil.example" }
    const body = { address: receiver.address }
    const { json } = await call(elsewhere(), session.beginSignIn, { body, headers: relay })
    expect(json.message).toMatch(/^pay\.example wants you to sign in .+\nURI: https:\/\/pay\.example\n/s)
    const unknown = elsewhere({ publicOrigin: undefined })
    const finish = { ...body, nonce: "0".repeat(32), signature: "0x" }
    expect((await call(unknown, session.beginSignIn, { body, headers: relay })).status).toBe(403)
    expect((await call(unknown, session.finishSignIn, { body: finish, headers: fromSomewhere() })).status).toBe(403)
  })

  test("cannot be begun or ended by a page of another site", async ({ ctx, receiver }) => {
    const headers = { origin: "https://evil.example" }
    const body = await signature(ctx, receiver)
    expect((await call(ctx, session.finishSignIn, { body, headers })).status).toBe(403)
    expect((await call(ctx, session.endWalletSession, { headers })).status).toBe(403)
  })

  test("is no operator's session, nor the other way round", async ({ receiver, elsewhere }) => {
    const { cookie } = await cookieOf(elsewhere(), receiver)
    expect(cookie).toMatch(/^__Host-micropay_wallet=/)
    const asOperator = { cookie: cookie.replace("micropay_wallet", "micropay_session"), ...fromSomewhere() }
    expect((await call(elsewhere(), payment.listPayments, { headers: asOperator })).status).toBe(401)
  })

  test("bad input is a 4xx", async ({ ctx, receiver }) => {
    for (const [contract, body] of [
      [session.beginSignIn, {}],
      [session.beginSignIn, { address: "ckt1" }],
      [session.finishSignIn, { address: receiver.address, nonce: "x", signature: "0x" }],
    ] as const) {
      expect((await call(ctx, contract, { body })).status).toBe(400)
      expect((await call(ctx, contract, { body: "x".repeat(1_100_000) })).status).toBe(413)
    }
    const host = { host: "a b" }
    expect((await call(ctx, session.beginSignIn, { body: { address: receiver.address }, headers: host })).status).toBe(
      400,
    )
  })
})

describe("off the devnet a wallet's session reads", () => {
  test("what its own wallet sent or is owed, and nothing else", async ({
    sender,
    receiver,
    stranger,
    elsewhere,
    splitter,
    cases,
  }) => {
    const wallets = [sender, receiver, splitter, stranger]
    const cookies = await Promise.all(wallets.map((wallet) => cookieOf(elsewhere(), wallet)))
    for (const { contract, params, allowed } of cases) {
      const status = async (headers: Record<string, string>) =>
        (await call(elsewhere(), contract, { params, headers: { ...fromSomewhere(), ...headers } })).status
      expect(await status({}), contract.path).toBe(401)
      for (const [index, wallet] of wallets.entries()) {
        const refused = allowed.length === 0 ? 401 : 403
        const expected = allowed.includes(wallet) ? 200 : refused
        expect(await status(cookies[index] ?? {}), `${contract.path} ${index}`).toBe(expected)
        expect(await status({ ...cookies[index], ...OPERATOR }), contract.path).toBe(200)
      }
    }
  })

  test("a payment that does not exist like one that is not theirs", async ({ receiver, elsewhere }) => {
    const headers = { ...fromSomewhere(), ...(await cookieOf(elsewhere(), receiver)) }
    expect((await call(elsewhere(), payment.getPayment, { params: { id: "999999" }, headers })).status).toBe(403)
  })

  test("but does not cancel somebody's payment", async ({ ctx, sender, receiver, elsewhere }) => {
    const headers = { ...fromSomewhere(), ...(await cookieOf(elsewhere(), receiver)) }
    const { paymentId } = await preparePayment(ctx, {
      sender: sender.address,
      receiver: receiver.address,
      amount: ckb("1"),
      splits: [],
    })
    const cancelled = await call(elsewhere(), payment.cancelPayment, { params: { id: `${paymentId}` }, headers })
    expect(cancelled.status).toBe(401)
  })
})

test("each is a 500 without a database, and a 429 above its limit", async ({
  receiver,
  elsewhere,
  withoutDatabase,
}) => {
  const bodies = new Map<Contract, unknown>([
    [session.beginSignIn, { address: receiver.address }],
    [session.finishSignIn, { address: receiver.address, nonce: "0".repeat(32), signature: "0x" }],
  ])
  const headers = fromSomewhere()
  for (const contract of contractsSeenIn("app/api/session")) {
    const body = bodies.get(contract)
    if (body) expect((await call(withoutDatabase, contract, { body })).status).toBe(500)
    if (!contract.limit) continue
    // At once before the call: what was used up a minute ago is there again.
    exhaust(elsewhere(), contract.limit, headers["x-forwarded-for"])
    expect((await call(elsewhere(), contract, { body, headers })).status).toBe(429)
  }
})

// What needs no database without a cookie fails in no way that is known.
everyReplyIsSeen("app/api/session", [
  "GET /api/session 500",
  "POST /api/session/end 500",
  "POST /api/session/end-everywhere 500",
])
