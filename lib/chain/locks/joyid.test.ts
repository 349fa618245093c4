import { ccc } from "@ckb-ccc/core"
import { p256 } from "@noble/curves/nist.js"
import { afterAll, beforeAll, expect, it, vi } from "vitest"
import { copyOf, KEY_A, KEY_B, offlineClient } from "./offline.fixture"
import { type PreparedPayment, preparePayment } from "./payment.fixture"
import { type Assertion, joyidMessage, joyidSignature, joyidWallet } from "./wallets.fixture"

const client = offlineClient()
let payment: PreparedPayment

beforeAll(async () => {
  const { script } = await (await joyidWallet(client)).getRecommendedAddressObj()
  payment = await preparePayment(script, client)
})

afterAll(() => vi.unstubAllGlobals())

/** What comes of a witness whose lock field is `field`, perhaps with an output type. */
function verify(field: ccc.Hex, outputType?: ccc.Hex) {
  const witness = ccc.hexFrom(ccc.WitnessArgs.from({ lock: field, outputType }).toBytes())
  return payment.lock.verify(payment.tx, payment.position, witness)
}

function assertion(change: Assertion = {}, key: ccc.Hex = KEY_A): ccc.Hex {
  return joyidSignature(key, joyidMessage(payment.tx, [0, 2]), change)
}

it("an assertion of the main key is accepted, also when the challenge ends the client data", () => {
  expect(verify(assertion())).toEqual({ ok: true })
  expect(verify(assertion({ clientData: (c) => `{"type":"webauthn.get","challenge":"${c}"}` }))).toEqual({ ok: true })
})

it("a high s is accepted: authenticators do not normalize it", () => {
  const field = copyOf(assertion())
  const s = p256.Point.Fn.ORDER - ccc.numBeFromBytes(field.slice(97, 129))
  field.set(ccc.numBeToBytes(s, 32), 97)
  expect(verify(ccc.hexFrom(field))).toEqual({ ok: true })
})

it("a sub key and a session key are refused, and told so", () => {
  expect(verify(assertion({ mode: 2 }, KEY_B), `0x${"00".repeat(300)}`)).toMatchObject({
    ok: false,
    reason: expect.stringContaining("sub key"),
  })
  for (const mode of [0, 3, 4, 0x81, 0x82]) {
    expect(verify(assertion({ mode }))).toMatchObject({ ok: false, reason: expect.stringContaining("main key") })
  }
})

it("another passkey is refused although its assertion is valid", () => {
  expect(verify(assertion({}, KEY_B))).toMatchObject({ ok: false, reason: expect.stringContaining("not the main key") })
})

it("an assertion with nobody there, or with data that the lock does not expect, is refused", () => {
  for (const flags of [0x00, 0x04, 0x41, 0x81]) expect(verify(assertion({ flags }))).toMatchObject({ ok: false })
  for (const flags of [0x01, 0x05, 0x1d]) expect(verify(assertion({ flags }))).toEqual({ ok: true })
})

it.each<[string, (challenge: string) => string | Uint8Array]>([
  ["another challenge", (c) => `{"type":"webauthn.get","challenge":"${c.slice(0, -1)}A"}`],
  ["a longer challenge", (c) => `{"type":"webauthn.get","challenge":"${c}A"}`],
  ["a padded challenge", (c) => `{"type":"webauthn.get","challenge":"${c}=="}`],
  ["no challenge", () => `{"type":"webauthn.get"}`],
  ["a registration", (c) => `{"type":"webauthn.create","challenge":"${c}"}`],
  ["a second challenge", (c) => `{"type":"webauthn.get","challenge":"${c}","challenge":"AAAA"}`],
  ["a second type", (c) => `{"type":"webauthn.get","challenge":"${c}","type":"webauthn.create"}`],
  ["an escaped challenge", (c) => `{"type":"webauthn.get","challenge":"\\u00${hex(c[0])}${c.slice(1)}"}`],
  ["another order of fields", (c) => `{"challenge":"${c}","type":"webauthn.get"}`],
  ["the challenge inside the origin", (c) => `{"type":"webauthn.get","challenge":"AAAA","origin":"${c}"}`],
  ["a byte order mark", (c) => `\ufeff{"type":"webauthn.get","challenge":"${c}"}`],
  ["what is no UTF-8", (c) => Buffer.from(`{"type":"webauthn.get","challenge":"${c}","origin":"\xff"}`, "latin1")],
  ["text after the JSON", (c) => `{"type":"webauthn.get","challenge":"${c}"}x`],
  ["unfinished JSON", (c) => `{"type":"webauthn.get","challenge":"${c}"`],
  ["no JSON", () => "null"],
  ["too much client data", (c) => `{"type":"webauthn.get","challenge":"${c}","origin":"${"o".repeat(800)}"}`],
])("client data with %s is refused", (_name, clientData) => {
  expect(verify(assertion({ clientData }))).toMatchObject({ ok: false })
})

it("a lock field that ends too early is refused, at every length", () => {
  const field = assertion()
  for (let bytes = 0; bytes < ccc.bytesFrom(field).length; bytes += 1) {
    const cut = verify(field.slice(0, 2 + 2 * bytes) as ccc.Hex)
    expect(cut).toMatchObject({ ok: false })
    // Without client data nothing else can be judged: mode 1, keys and signature 128, authenticator data 37.
    if (bytes > 0 && bytes <= 166) expect(cut).toMatchObject({ reason: expect.stringContaining("not in the form") })
  }
})

it("a public key that is no point of the curve is refused, even if the address is made of it", async () => {
  const nonsense = new Uint8Array(64).fill(9)
  const args = ccc.hexFrom(ccc.bytesConcat([0, 1], ccc.bytesFrom(ccc.hashCkb(nonsense)).subarray(0, 20)))
  payment = await preparePayment(await ccc.Script.fromKnownScript(client, ccc.KnownScript.JoyId, args), client)
  const field = copyOf(assertion())
  field.set(nonsense, 1)
  expect(verify(ccc.hexFrom(field))).toMatchObject({ ok: false })
})

function hex(character = ""): string {
  return character.charCodeAt(0).toString(16)
}
