import { describe, expect } from "vitest"
import { CONTRACTS } from "@/lib/http/api/contracts"
import * as link from "@/lib/http/api/link"
import * as operator from "@/lib/http/api/operator"
import * as pauseApi from "@/lib/http/api/pause"
import * as payment from "@/lib/http/api/payment"
import * as receiverApi from "@/lib/http/api/receiver"
import * as session from "@/lib/http/api/session"
import * as withdrawal from "@/lib/http/api/withdrawal"
import { type Answer, call } from "@/lib/http/api.fixture"
import type { Contract } from "@/lib/http/contract"
import { createOperator, signedIn as signedInAs } from "@/lib/http/operator.fixture"
import { createPaymentLink } from "@/lib/link/create"
import { pause } from "@/lib/pause"
import { type PreparedPayment, preparePayment } from "@/lib/payment/prepare"
import { settle } from "@/lib/settlement/settle"
import { prepareWithdrawal } from "@/lib/withdrawal/prepare"
import { apiStage, fromSomewhere, OPERATOR } from "@/test/support/api"
import { ckb, pay } from "@/test/support/payment"
import type { Wallet } from "@/test/support/wallet"

const NOBODY = "999999999"

const test = apiStage({ elsewhere: { network: "mainnet", publicOrigin: "https://pay.example" } })
  .extend("nobody", { scope: "file" }, ({ walletWith }) => walletWith())
  .extend("confirmed", { scope: "file" }, async ({ chain, platform, ctx, sender, receiver }) => {
    await pay(platform, chain, sender, receiver, ckb("70"))
    await settle(ctx)
    await platform.mine(3)
    return pay(platform, chain, sender, receiver, ckb("3"))
  })
  .extend("open", { scope: "file" }, ({ ctx, sender, receiver, confirmed: _ }) => {
    const parties = { sender: sender.address, receiver: receiver.address, senderDid: "did:a", receiverDid: "did:a" }
    return preparePayment(ctx, { ...parties, amount: ckb("4"), splits: [] })
  })
  .extend("takeOut", { scope: "file" }, ({ ctx, receiver, confirmed: _ }) =>
    prepareWithdrawal(ctx, { receiver: receiver.address, amount: ckb("1") }),
  )
  .extend(
    "exists",
    ({ receiver, open, takeOut }): Named => ({
      payment: String(open.paymentId),
      withdrawal: String(takeOut.withdrawalId),
      settlement: "1",
      address: receiver.address,
      did: "did:a",
      rawTx: open.rawTx,
    }),
  )
  .extend(
    "missing",
    ({ nobody, open }): Named => ({
      payment: NOBODY,
      withdrawal: NOBODY,
      settlement: NOBODY,
      address: nobody.address,
      did: "did:b",
      rawTx: open.rawTx,
    }),
  )
  .extend("guises", ({ signedIn, stranger, confirmed }) => ({
    nothing: async (): Promise<Record<string, string>> => ({}),
    wallet: async (): Promise<Record<string, string>> => signedIn(stranger),
    secret: async (): Promise<Record<string, string>> => ({ "x-client-secret": confirmed.clientSecret }),
  }))
  /** HTTP Basic only reads off the devnet. */
  .extend("signedInOperator", ({ ctx, elsewhere }) => async () => {
    await createOperator(ctx, { name: "olga", roles: ["operate"] })
    return signedInAs(elsewhere(), { name: "olga" })
  })
  .extend(
    "hand",
    ({ elsewhere }) =>
      (prepared: PreparedPayment, rawTx: string, more: object = {}, headers: Record<string, string> = {}) =>
        call(elsewhere(), payment.transferPayment, {
          body: { payment_id: Number(prepared.paymentId), raw_tx: rawTx, ...more },
          headers: { ...fromSomewhere(), ...headers },
        }),
  )

test.beforeAll(async ({ ctx, receiver, confirmed: _ }) => {
  await createPaymentLink(ctx, { receiver: receiver.address, title: "a" })
})

/** What the two questions differ in: something that is there, and the same that is not. */
interface Named {
  payment: string
  withdrawal: string
  settlement: string
  address: string
  did: string
  rawTx: string
}

function inputOf(contract: Contract, named: Named, stranger: Wallet) {
  const bodies = new Map<Contract, unknown>([
    [payment.preparePayment, { sender: named.address, receiver: stranger.address, amount: ckb("2").toString() }],
    [payment.transferPayment, { payment_id: Number(named.payment), raw_tx: named.rawTx }],
    [payment.submitPayment, { payment_id: Number(named.payment), raw_tx: named.rawTx }],
    [withdrawal.prepareWithdrawal, { receiver: named.address }],
    [withdrawal.submitWithdrawal, { withdrawal_id: Number(named.withdrawal), raw_tx: named.rawTx }],
    [link.createLink, { receiver: named.address, title: "x" }],
    [receiverApi.setPayoutSettings, { paused: true }],
    [session.beginSignIn, { address: named.address }],
    [session.finishSignIn, { address: named.address, nonce: "0".repeat(32), signature: "x" }],
    [operator.logIn, { password: "wrong" }],
  ])
  const kind = contract.path.split("/")[2]
  const id =
    kind === "withdrawal" ? named.withdrawal : kind === "settlement" ? named.settlement : (named.payment ?? NOBODY)
  const params = { id, address: named.address, did: named.did, slug: "000000000000", key_id: NOBODY }
  return { params, body: bodies.get(contract) }
}

/** All of a reply but what is new each time. What is open to everybody is compared by its shape. */
function essence({ status, json }: Answer): unknown {
  if (status < 400) return [status, typeof json === "object" ? Object.keys(json ?? {}) : typeof json]
  const { request_id, ...rest } = json
  return [status, rest]
}

/** Balances of an address stand on the chain, and 60 random bits name a link: who has those may ask. */
const ANSWERS_BY_THE_CHAIN: readonly Contract[] = [payment.preparePayment]

describe("a stranger off the devnet", () => {
  const GUISES = [
    ["who brings nothing", "nothing"],
    ["who is signed in with a wallet of their own", "wallet"],
    ["with the secret of another payment", "secret"],
  ] as const

  test.for(GUISES)(
    "%s gets one answer for what is there and for what is not, on every route",
    async ([_, guise], { elsewhere, stranger, sender, confirmed, open, takeOut, exists, missing, guises }) => {
      const context = elsewhere()
      const headers = await guises[guise]()
      for (const contract of CONTRACTS) {
        if (ANSWERS_BY_THE_CHAIN.includes(contract)) continue
        const name = `${contract.method} ${contract.path}`
        const ask = (named: Named) =>
          call(context, contract, {
            ...inputOf(contract, named, stranger),
            headers: { ...headers, ...fromSomewhere() },
          })
        const [one, other] = [await ask(exists), await ask(missing)]
        expect(essence(one), name).toEqual(essence(other))
        const said = JSON.stringify(one.json ?? "")
        for (const secret of [open.txHash, confirmed.txHash, takeOut.txHash, open.salt, confirmed.salt, sender.address])
          expect(said, name).not.toContain(secret)
      }
    },
  )

  test.for(GUISES)(
    "%s learns of a payment on its way no more than that there is one",
    async ([_, guise], { chain, platform, ctx, elsewhere, walletWith, receiver, stranger, guises }) => {
      const context = elsewhere()
      const poor = await walletWith("200")
      const terms = { receiver: receiver.address, splits: [] }
      const sent = await preparePayment(ctx, { sender: poor.address, amount: ckb("5"), ...terms })
      const transfer = { payment_id: Number(sent.paymentId), raw_tx: await poor.sign(sent.rawTx) }
      expect((await call(ctx, payment.transferPayment, { body: transfer })).status).toBe(200)
      const body = { sender: poor.address, receiver: stranger.address, amount: ckb("2").toString() }
      const headers = { ...(await guises[guise]()), ...fromSomewhere() }
      const { json } = await call(context, payment.preparePayment, { body, headers })
      const said = ["code", "detail", "request_id", "retry_after", "status", "title", "type"]
      expect(Object.keys(json).sort()).toEqual(said)
      expect(json).toMatchObject({
        code: "PAYMENT_IN_PROGRESS",
        // The same for every payment: when it began says nothing here.
        retry_after: 10,
        detail: expect.stringMatching(/^An earlier transaction/),
      })
      await chain.commit(sent.txHash)
      await platform.follow()
    },
  )

  test("hears that it is paused, and not which alarm it is; the operator does", async ({
    ctx,
    elsewhere,
    signedIn,
    sender,
    receiver,
    confirmed,
  }) => {
    const context = elsewhere()
    const detail = `Platform cell ${confirmed.txHash}:1 was spent`
    await pause(ctx.db, { scope: "all", reason: "platform_cell_spent_outside", detail })
    const body = { sender: sender.address, receiver: receiver.address, amount: ckb("2").toString() }
    const own = await signedIn(receiver)
    for (const [contract, input] of [
      [payment.preparePayment, { body }],
      [withdrawal.prepareWithdrawal, { body: { receiver: receiver.address }, headers: own }],
    ] as const) {
      const headers = { ...fromSomewhere(), ...("headers" in input ? input.headers : {}) }
      const { json } = await call(context, contract, { ...input, headers })
      expect(json).toMatchObject({ code: "PAUSED", reason: "maintenance" })
      expect(JSON.stringify(json)).not.toMatch(/spent|outside|cell|0x/)
    }
    const pauses = await call(context, pauseApi.listPauses, { headers: { ...fromSomewhere(), ...OPERATOR } })
    expect(pauses.json).toEqual([expect.objectContaining({ reason: "platform_cell_spent_outside", detail })])
    await ctx.db.$executeRaw`UPDATE pause SET resolved_at = now()`
    await pause(ctx.db, { scope: "prepare", reason: "operator_prepare", detail: "a secret thought" })
    const { json } = await call(context, payment.preparePayment, { body, headers: fromSomewhere() })
    expect(json).toMatchObject({ code: "PAUSED", reason: "operator" })
    expect(JSON.stringify(json)).not.toContain("thought")
    await ctx.db.$executeRaw`UPDATE pause SET resolved_at = now()`
  })
})

describe("who may hand in a payment off the devnet", () => {
  test("is its payer with the client secret, a party's wallet and the operator; a signature alone is not enough", async ({
    chain,
    platform,
    signedIn,
    sender,
    stranger,
    confirmed,
    open,
    signedInOperator,
    hand,
  }) => {
    const rawTx = await sender.sign(open.rawTx)
    expect((await hand(open, rawTx)).status).toBe(401)
    expect((await hand(open, rawTx, { client_secret: confirmed.clientSecret })).status).toBe(403)
    expect((await hand(open, rawTx, {}, await signedIn(stranger))).status).toBe(403)
    const accepted = await hand(open, rawTx, { client_secret: open.clientSecret })
    expect(accepted.json).toMatchObject({ status: "submitted", tx_hash: open.txHash })
    for (const headers of [{ "x-client-secret": open.clientSecret }, await signedIn(sender), await signedInOperator()])
      expect((await hand(open, rawTx, {}, headers)).json).toEqual(accepted.json)
    await chain.commit(open.txHash)
    await platform.follow()
  })

  test("a withdrawal is handed in by its receiver and the operator", async ({
    elsewhere,
    signedIn,
    sender,
    receiver,
    takeOut,
    signedInOperator,
  }) => {
    const body = { withdrawal_id: Number(takeOut.withdrawalId), raw_tx: await receiver.sign(takeOut.rawTx) }
    const submit = async (headers: Record<string, string>) =>
      call(elsewhere(), withdrawal.submitWithdrawal, { body, headers: { ...headers, ...fromSomewhere() } })
    expect((await submit({})).status).toBe(401)
    expect((await submit(await signedIn(sender))).status).toBe(403)
    expect((await submit(await signedIn(receiver))).json).toMatchObject({ status: "submitted" })
    expect((await submit(await signedInOperator())).json).toMatchObject({ tx_hash: takeOut.txHash })
  })

  test("a secret is looked at on the devnet too: what is saved of a lost payment opens no other with its number", async ({
    ctx,
    confirmed,
    open,
  }) => {
    const params = { id: String(confirmed.paymentId) }
    const body = { payment_id: Number(confirmed.paymentId), raw_tx: confirmed.rawTx }
    const headers = { "x-client-secret": open.clientSecret }
    for (const contract of [payment.getPayment, payment.getPaymentEvents, payment.cancelPayment])
      expect((await call(ctx, contract, { params, headers })).status, contract.path).toBe(403)
    expect((await call(ctx, payment.getLedger, { params, headers })).status).toBe(403)
    expect((await call(ctx, payment.transferPayment, { body, headers })).status).toBe(403)
    expect((await call(ctx, payment.getPayment, { params })).status).toBe(200)
  })
})

describe("OPEN_READS", () => {
  /** What everybody may do in any case. */
  const PUBLIC = ["prepare", "nonce", "session", "end", "end-everywhere", "login", "logout", "rpc"]

  test("opens reads and nothing else: everything that is no GET answers a stranger as without it", async ({
    elsewhere,
    receiver,
    stranger,
    open,
  }) => {
    const writes = CONTRACTS.filter(({ method }) => method !== "GET")
    expect(writes.length).toBeGreaterThan(20)
    for (const contract of writes) {
      const input = { payment: "1", withdrawal: "1", settlement: "1", address: receiver.address, did: "did:a" }
      const ask = (openReads: boolean) =>
        call(elsewhere({ openReads }), contract, {
          ...inputOf(contract, { ...input, rawTx: open.rawTx }, stranger),
          headers: fromSomewhere(),
        })
      const [closed, opened] = [await ask(false), await ask(true)]
      const name = `${contract.method} ${contract.path}`
      expect(opened.status, name).toBe(closed.status)
      if (contract.access === "public") expect(PUBLIC, name).toContain(contract.path.split("/").at(-1))
      else expect([401, 403, 404], name).toContain(opened.status)
    }
  })

  test("does open the reads", async ({ elsewhere, confirmed }) => {
    const params = { id: String(confirmed.paymentId) }
    const read = async (openReads: boolean) =>
      (await call(elsewhere({ openReads }), payment.getPayment, { params, headers: fromSomewhere() })).status
    expect([await read(false), await read(true)]).toEqual([401, 200])
  })
})

describe("a page of another origin is answered before it asks", () => {
  const isOpen = ({ path }: Contract) => CONTRACTS.some((other) => other.path === path && other.cors)

  test("where one of the routes at an address is for pages, and nowhere else", async ({ ctx }) => {
    const params = { id: "1", key_id: "1", slug: "000000000000", did: "x", address: "x", name: "x", event: "x" }
    const told: string[] = []
    for (const contract of CONTRACTS) {
      const { headers } = await call(ctx, contract, { method: "OPTIONS", params })
      if (headers.has("access-control-allow-headers") !== isOpen(contract)) told.push(contract.path)
    }
    expect(told).toEqual([])
  })
})
