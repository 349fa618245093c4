import { generateKeyPairSync, randomBytes, sign } from "node:crypto"
import { Webhook } from "standardwebhooks"
import { describe, expect, test } from "vitest"
import { publicKeyText } from "@/lib/ed25519"
import { verifyReturn } from "./return"
import { SignatureError } from "./signatures"
import { verifyWebhook } from "./webhook"

const secret = randomBytes(32).toString("base64")
const { privateKey } = generateKeyPairSync("ed25519")
const keys = { hmac: `whsec_${secret}`, ed25519: publicKeyText(privateKey) }
const others = {
  hmac: `whsec_${randomBytes(32).toString("base64")}`,
  ed25519: publicKeyText(generateKeyPairSync("ed25519").privateKey),
}
const signed = (text: string) => `v1a,${sign(null, Buffer.from(text), privateKey).toString("base64")}`

describe("a webhook's message", () => {
  const now = new Date("2026-11-30T12:00:00Z")
  const body = JSON.stringify({ type: "payment.confirmed", timestamp: now.toISOString(), data: { id: 7, note: "猫" } })
  const seconds = String(now.getTime() / 1_000)
  const signatures = `${new Webhook(secret).sign("msg_1", now, body)} ${signed(`msg_1.${seconds}.${body}`)}`
  const headers = { "webhook-id": "msg_1", "webhook-timestamp": seconds, "webhook-signature": signatures }
  const at = { now: now.getTime() }

  test.each([
    ["the secret", keys.hmac],
    ["the public key", keys.ed25519],
    ["the newer of two keys", [others.hmac, keys.hmac]],
  ])("is good by %s, as text and as bytes, whatever holds the headers", async (_, key) => {
    const wanted = { id: "msg_1", type: "payment.confirmed", data: { id: 7, note: "猫" } }
    expect(await verifyWebhook(body, headers, key, at)).toMatchObject(wanted)
    expect(await verifyWebhook(Buffer.from(body), new Headers(headers), key, at)).toMatchObject(wanted)
    const capitals = Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toUpperCase(), value]))
    expect(await verifyWebhook(body, capitals, key, at)).toMatchObject(wanted)
  })

  const broken: [string, string, Record<string, string>, string, object?][] = [
    ["with another body", body.replace("7", "8"), {}, keys.hmac],
    ["with another body, by the public key", body.replace("7", "8"), {}, keys.ed25519],
    ["with a space more, as if parsed and written again", body.replace(":", ": "), {}, keys.hmac],
    ["under another id", body, { "webhook-id": "msg_2" }, keys.hmac],
    ["by another secret", body, {}, others.hmac],
    ["by another public key", body, {}, others.ed25519],
    [
      "with the one signature under the other's name",
      body,
      { "webhook-signature": signatures.replace("v1,", "v1a,") },
      keys.hmac,
    ],
    ["without a signature", body, { "webhook-signature": "" }, keys.hmac],
    ["with a signature that is no base64", body, { "webhook-signature": "v1,%%%" }, keys.hmac],
    ["with an empty signature", body, { "webhook-signature": "v1," }, keys.hmac],
    ["at another time", body, { "webhook-timestamp": String(Number(seconds) + 1) }, keys.hmac],
    ["at no time", body, { "webhook-timestamp": "soon" }, keys.hmac],
    ["too old", body, {}, keys.hmac, { now: now.getTime() + 301_000 }],
    ["from the future", body, {}, keys.hmac, { now: now.getTime() - 301_000 }],
  ]
  test.each(broken)("is refused %s", async (_, text, changed, key, options = at) => {
    await expect(verifyWebhook(text, { ...headers, ...changed }, key, options)).rejects.toThrow(SignatureError)
  })

  test("a key that is none is no bad message", async () => {
    for (const key of ["", "whsec_", "whpk_AAAA", secret])
      await expect(verifyWebhook(body, headers, key, at), key).rejects.toThrow(TypeError)
  })
})

describe("the way back", () => {
  const hash = `0x${"ab".repeat(32)}`
  const back = (reference?: string) => {
    const query = new URLSearchParams({ payment_id: "7", tx_hash: hash })
    if (reference !== undefined) query.set("reference", reference)
    query.set("signature", signed(`7.${hash}.${reference ?? ""}`))
    return `https://shop.example/thanks?lang=en&${query}`
  }

  test("says which payment it was, for which order", async () => {
    const wanted = { paymentId: 7, txHash: hash, reference: "order.7 & more" }
    expect(await verifyReturn(back("order.7 & more"), keys.ed25519)).toEqual(wanted)
    const path = back("order.7 & more").replace("https://shop.example", "")
    expect(await verifyReturn(path, [others.ed25519, keys.ed25519])).toEqual(wanted)
    expect(await verifyReturn(new URL(back()), keys.ed25519)).toEqual({ ...wanted, reference: null })
  })

  test.each([
    ["for another order", back("a").replace("reference=a", "reference=b")],
    ["of another payment", back("a").replace("payment_id=7", "payment_id=8")],
    ["of another transaction", back("a").replace("0xab", "0xac")],
    ["with two orders", `${back("a")}&reference=b`],
    ["without a signature", back("a").replace("signature", "sign")],
    ["of no payment", "/thanks"],
  ])("is refused %s", async (_, url) => {
    await expect(verifyReturn(url, keys.ed25519)).rejects.toThrow(SignatureError)
  })
})
