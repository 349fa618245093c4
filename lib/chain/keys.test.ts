import { createCipheriv, randomBytes, scryptSync } from "node:crypto"
import { mkdtemp, rm, writeFile } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { ccc } from "@ckb-ccc/core"
import { keccak_256 } from "@noble/hashes/sha3.js"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { ConfigError, loadConfig } from "@/lib/config"
import type { Network } from "@/lib/config-networks"
import { DEV_KEYS, loadPlatformKey } from "./keys"

const KEY = "0x5f1c5e2bdb6e0c5b3d1f0a9e8d7c6b5a49382716f5e4d3c2b1a0998877665544"
const MNEMONIC = "abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon about"
/**
 * m/44'/309'/0'/0/0 of that mnemonic, as ethers' HDNodeWallet and a derivation by hand with OpenSSL's HMAC both give
 * it.
 */
const MNEMONIC_KEY = "0xb217d9a18ff657c99872cc11a2fa2aa3e970cef8c6faa7d6e424bf057cb3707b"

function configOf(variables: Record<string, string>, network: Network = "devnet") {
  return loadConfig({
    CKB_NETWORK: network,
    DATABASE_URL: "postgresql://127.0.0.1/micropay",
    CKB_RPC_URL: "http://127.0.0.1:8114/",
    ADMIN_PASSWORD: "correct horse battery",
    ...variables,
  })
}

const load = async (variables: Record<string, string>, network?: Network) =>
  ccc.hexFrom(await loadPlatformKey(configOf(variables, network)))

/** What the operator reads when the key cannot be used. */
async function refusal(variables: Record<string, string>, network?: Network): Promise<string> {
  const error = await load(variables, network).then(
    () => undefined,
    (reason: unknown) => reason,
  )
  expect(error).toBeInstanceOf(ConfigError)
  return error instanceof Error ? `${error.message} ${String(error.cause ?? "")}` : ""
}

describe("the platform's key", () => {
  it.each([
    ["hex", KEY.slice(2)],
    ["hex with 0x", KEY],
    ["hex in capitals", `0x${KEY.slice(2).toUpperCase()}`],
    ["hex among white space", `  ${KEY}\n`],
  ])("is read from %s", async (_, text) => {
    expect(await load({ PLATFORM_KEY: text })).toBe(KEY)
  })

  it.each([
    ["as it stands in every wallet", MNEMONIC],
    ["over several lines", `\n${MNEMONIC.replaceAll(" ", "  \n")} `],
  ])("is the first receiving key of a mnemonic (BIP 44, coin 309), %s", async (_, text) => {
    expect(await load({ PLATFORM_KEY: text })).toBe(MNEMONIC_KEY)
  })

  it.each([
    ["hex with a digit too few", KEY.slice(0, -1)],
    ["hex with a digit too many", `${KEY}0`],
    ["no hex", `0x${"zz".repeat(32)}`],
    ["a mnemonic whose checksum is wrong", MNEMONIC.replace("about", "abandon")],
    ["a mnemonic with a word that is none", MNEMONIC.replace("about", "sesame")],
    ["a mnemonic with a word missing", MNEMONIC.replace("abandon ", "")],
    ["zero, which is no key", `0x${"00".repeat(32)}`],
    ["a number above the curve's order", `0x${"ff".repeat(32)}`],
  ])("is refused, without being shown, when it is %s", async (_, text) => {
    const message = await refusal({ PLATFORM_KEY: text })
    expect(message).toContain("PLATFORM_KEY")
    for (const word of text.replace(/^0x/, "").split(" ")) expect(message).not.toContain(word)
  })
})

describe("a public key of the development chain", () => {
  it.each(DEV_KEYS)("serves there: %#", async (key) => {
    expect(await load({ PLATFORM_KEY: key })).toBe(key)
  })

  it.each<[Network, string]>([
    ["testnet", DEV_KEYS[0]],
    ["testnet", DEV_KEYS[1]],
    ["mainnet", DEV_KEYS[0]],
    ["mainnet", DEV_KEYS[1].slice(2).toUpperCase()],
  ])("is refused on %s, because anybody could take the money", async (network, key) => {
    const message = await refusal({ PLATFORM_KEY: key }, network)
    expect(message).toContain("It is public")
    expect(message.toLowerCase()).not.toContain(key.replace(/^0x/, "").toLowerCase())
  })
})

describe("a key store", () => {
  const PASSWORD = "a long password"
  let folder: string
  let path: string

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "micro-pay-keys-"))
    path = join(folder, "platform.json")
    await writeFile(path, keystoreOf(KEY, PASSWORD))
  })
  afterAll(() => rm(folder, { recursive: true }))

  it("opens with its password", async () => {
    expect(await load({ PLATFORM_KEYSTORE: path, PLATFORM_KEYSTORE_PASSWORD: PASSWORD })).toBe(KEY)
  })

  it("does not open with another, and neither is shown", async () => {
    const message = await refusal({ PLATFORM_KEYSTORE: path, PLATFORM_KEYSTORE_PASSWORD: "a wrong password" })
    expect(message).toContain("PLATFORM_KEYSTORE_PASSWORD is wrong")
    expect(message).not.toContain("a wrong password")
    expect(message).not.toContain(KEY.slice(2))
  })

  it("that is no key store says so, without showing what is in the file", async () => {
    const other = join(folder, "other.json")
    await writeFile(other, `{"privateKey": "${KEY}"`)
    const message = await refusal({ PLATFORM_KEYSTORE: other, PLATFORM_KEYSTORE_PASSWORD: PASSWORD })
    expect(message).toContain("PLATFORM_KEYSTORE cannot be opened")
    expect(message).not.toContain(KEY.slice(2, 20))
  })

  it("that is not there is named", async () => {
    const missing = join(folder, "missing.json")
    expect(await refusal({ PLATFORM_KEYSTORE: missing, PLATFORM_KEYSTORE_PASSWORD: PASSWORD })).toContain(missing)
  })
})

/**
 * As CKB's wallets write it, but with a scrypt that is quick to open: they take N = 2^18, seconds on a busy machine.
 */
function keystoreOf(key: ccc.Hex, password: string): string {
  const [salt, iv] = [randomBytes(32), randomBytes(16)]
  const cost = { n: 1_024, r: 8, p: 1 }
  const derived = scryptSync(password, salt, 32, { N: cost.n, r: cost.r, p: cost.p })
  const cipher = createCipheriv("aes-128-ctr", derived.subarray(0, 16), iv)
  // The private key, then the chain code of a hierarchical wallet.
  const ciphertext = Buffer.concat([cipher.update(ccc.bytesConcat(key, new Uint8Array(32))), cipher.final()])
  const mac = keccak_256(ccc.bytesConcat(derived.subarray(16), ciphertext))
  return JSON.stringify({
    crypto: {
      cipher: "aes-128-ctr",
      cipherparams: { iv: iv.toString("hex") },
      ciphertext: ciphertext.toString("hex"),
      kdf: "scrypt",
      kdfparams: { dklen: 32, salt: salt.toString("hex"), ...cost },
      mac: ccc.hexFrom(mac).slice(2),
    },
  })
}
