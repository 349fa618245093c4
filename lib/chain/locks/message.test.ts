import { ccc } from "@ckb-ccc/core"
import { afterAll, describe, expect, it, vi } from "vitest"
import { KEY_A, KEY_B, offlineClient, secpWallet } from "./offline.fixture"
import { knownSender } from "./payment.fixture"
import type { MessageSignature, SenderKind, SenderLock } from "./types"
import { btcWallet, evmWallet, joyidMessageSignature, joyidWallet } from "./wallets.fixture"

const client = offlineClient()
const TEXT = "pay.example wants you to sign in with your Nervos CKB account:\nckt1…\n\nÜmläute, 中文 and\nlines"

const WALLETS: { kind: SenderKind; wallet: (key: ccc.Hex) => ccc.Signer | Promise<ccc.Signer>; address?: number }[] = [
  { kind: "secp256k1", wallet: (key) => secpWallet(client, key) },
  { kind: "omnilock-evm", wallet: (key) => evmWallet(client, key) },
  { kind: "omnilock-evm-legacy", wallet: (key) => evmWallet(client, key), address: 1 },
  { kind: "omnilock-btc", wallet: (key) => btcWallet(client, key) },
  { kind: "joyid", wallet: (key) => joyidWallet(client, key) },
]

afterAll(() => vi.unstubAllGlobals())

async function lockOf(signer: ccc.Signer, address = 0): Promise<SenderLock> {
  const found = address === 0 ? await signer.getRecommendedAddressObj() : (await signer.getAddressObjs())[address]
  if (!found) throw new Error("the wallet has no such address")
  return knownSender(found.script, client)
}

describe.each(WALLETS)("a message signed by a wallet: $kind", ({ kind, wallet, address }) => {
  it("is its owner's for this text, and CCC says so too", async () => {
    const signer = await wallet(KEY_A)
    const lock = await lockOf(signer, address)
    const signature = await signer.signMessage(TEXT)
    expect(lock.kind).toBe(kind)
    expect(await ccc.Signer.verifyMessage(TEXT, signature)).toBe(true)
    expect(lock.verifyMessage(TEXT, signature)).toBe(true)
    expect(lock.verifyMessage(`${TEXT} `, signature)).toBe(false)
  })

  it("of another key is not the owner's, whatever identity it claims", async () => {
    const [signer, other] = [await wallet(KEY_A), await wallet(KEY_B)]
    const lock = await lockOf(signer, address)
    const forged = await other.signMessage(TEXT)
    expect(lock.verifyMessage(TEXT, forged)).toBe(false)
    expect(lock.verifyMessage(TEXT, { ...forged, identity: await signer.getIdentity() })).toBe(false)
  })

  it.each<[string, Partial<MessageSignature>]>([
    ["nothing", { signature: "" }],
    ["no hex", { signature: "0xzz" }],
    ["zeros", { signature: `0x${"00".repeat(65)}` }],
    ["too short a one", { signature: `0x${"11".repeat(64)}` }],
    ["broken JSON", { signature: "{", identity: "{" }],
    ["JSON of another shape", { signature: '{"message":1}', identity: "null" }],
  ])("that is %s is refused", async (_, broken) => {
    const signer = await wallet(KEY_A)
    const lock = await lockOf(signer, address)
    expect(lock.verifyMessage(TEXT, { ...(await signer.signMessage(TEXT)), ...broken })).toBe(false)
  })
})

describe("a Bitcoin wallet", () => {
  it.each([27, 31, 35, 39])("may sign as any of its key's addresses (header %i)", async (header) => {
    const signer = btcWallet(client, KEY_A, header)
    expect((await lockOf(signer)).verifyMessage(TEXT, await signer.signMessage(TEXT))).toBe(true)
  })
})

describe("JoyID", () => {
  it("must have been approved, for a page that asked for a signature", async () => {
    const signer = await joyidWallet(client)
    const lock = await lockOf(signer)
    const identity = await signer.getIdentity()
    const signed = (assertion: Parameters<typeof joyidMessageSignature>[2]) =>
      lock.verifyMessage(TEXT, { signature: JSON.stringify(joyidMessageSignature(KEY_A, TEXT, assertion)), identity })
    expect(signed({})).toBe(true)
    expect(signed({ flags: 0x1c })).toBe(false)
    expect(signed({ clientData: (challenge) => `{"type":"webauthn.create","challenge":"${challenge}"}` })).toBe(false)
  })
})
