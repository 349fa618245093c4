import { describe, expect } from "vitest"
import { CONTRACTS } from "@/lib/http/api/contracts"
import * as payment from "@/lib/http/api/payment"
import { call } from "@/lib/http/api.fixture"
import { apiStage, fromSomewhere, idOf, OPERATOR } from "@/test/support/api"
import { UNKNOWN_IDS } from "@/test/support/bad-input"

const test = apiStage().extend("shared", { scope: "file" }, ({ elsewhere, prepared }) => async () => {
  const made = await prepared()
  const headers = { ...fromSomewhere(), "x-client-secret": made.client_secret }
  const { json } = await call(elsewhere(), payment.sharePayment, { params: idOf(made), headers })
  return { made, key: json.share_key as string }
})

const bearing = (key: string) => ({ ...fromSomewhere(), "x-share-key": key })

describe("the link of a payment that was shared", () => {
  test("shows it to whoever has it, with all that proves it, and never the client secret", async ({
    elsewhere,
    shared,
  }) => {
    const { made, key } = await shared()
    expect(key).toMatch(/^[\w-]{43}$/)
    const params = idOf(made)
    const { status, json } = await call(elsewhere(), payment.getPayment, { params, headers: bearing(key) })
    expect([status, json.id, json.salt, json.tx_hash]).toEqual([200, made.payment_id, made.salt, made.tx_hash])
    expect(JSON.stringify(json)).not.toContain(made.client_secret)
    await call(elsewhere(), payment.cancelPayment, {
      params,
      body: { client_secret: made.client_secret },
      headers: fromSomewhere(),
    })
    expect((await call(elsewhere(), payment.getPaymentEvents, { params, headers: bearing(key) })).status).toBe(200)
  })

  test("is the same each time, for each of its parties and the operator, and for nobody else", async ({
    elsewhere,
    shared,
    sender,
    receiver,
    stranger,
    signedIn,
  }) => {
    const { made, key } = await shared()
    const ask = (headers: Record<string, string>) =>
      call(elsewhere(), payment.sharePayment, { params: idOf(made), headers })
    for (const headers of [await signedIn(sender), await signedIn(receiver), { ...fromSomewhere(), ...OPERATOR }])
      expect((await ask(headers)).json).toEqual({ share_key: key })
    expect((await ask(fromSomewhere())).status).toBe(401)
    expect((await ask(await signedIn(stranger))).status).toBe(403)
  })

  test("opens nothing else: no other payment, no other route, nothing that changes something", async ({
    elsewhere,
    shared,
    sender,
  }) => {
    const [{ made, key }, { made: other }] = [await shared(), await shared()]
    const headers = () => bearing(key)
    expect((await call(elsewhere(), payment.getPayment, { params: idOf(other), headers: headers() })).status).toBe(403)
    const rawTx = await sender.sign(made.raw_tx)
    const bodies = new Map<unknown, unknown>([
      [payment.transferPayment, { payment_id: made.payment_id, raw_tx: rawTx }],
      [payment.submitPayment, { payment_id: made.payment_id, raw_tx: rawTx }],
    ])
    const ofPayments = CONTRACTS.filter(({ path }) => path.startsWith("/api/payment/"))
    const opened = []
    for (const contract of ofPayments) {
      if (contract.access === "public") continue
      const params = { ...idOf(made), address: sender.address, did: "did:a" }
      const input = { params, body: bodies.get(contract), headers: headers() }
      // Of the events only that they are there: they would go on for as long as the payment does.
      const method = contract.events ? "HEAD" : contract.method
      const { status } = await call(elsewhere(), contract, { ...input, method })
      // There is no receipt before the payment is in a block: to say so is to have let somebody in.
      if (status < 400 || status === 409) opened.push(contract.path)
      else expect([401, 403], contract.path).toContain(status)
    }
    // What became of the payment: its refunds among it.
    const ofThePayment = ["", "/events", "/receipt", "/refund"].map((rest) => `/api/payment/{id}${rest}`)
    expect(opened.toSorted()).toEqual(ofThePayment)
    const { json } = await call(elsewhere(), payment.getPayment, { params: idOf(made), headers: headers() })
    expect(json.status).toBe("prepared")
  })

  test("gets one answer with a wrong key, whether there is such a payment or not", async ({
    ctx,
    elsewhere,
    shared,
  }) => {
    const { made, key } = await shared()
    const ask = async (id: string, wrong: string, on = elsewhere()) => {
      const { status, json } = await call(on, payment.getPayment, { params: { id }, headers: bearing(wrong) })
      return [status, json.detail]
    }
    const refused = [403, "This share link does not belong to this payment."]
    const id = String(made.payment_id)
    for (const wrong of [key.slice(1), `${key}A`, "x", key.replace(/.$/, "!"), "A".repeat(43)])
      expect(await ask(id, wrong), wrong).toEqual(refused)
    for (const unknown of UNKNOWN_IDS) expect(await ask(unknown, key)).toEqual(refused)
    expect(await ask(id, "x", ctx)).toEqual(refused)
  })
})
