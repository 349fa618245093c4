import { spawn } from "node:child_process"
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { ccc } from "@ckb-ccc/core"
import { afterAll, expect, it } from "vitest"
import { makeKeystore } from "@/lib/chain/keystore"
import { Secret } from "@/lib/secret"

const KEY = "5f1c5e2bdb6e0c5b3d1f0a9e8d7c6b5a49382716f5e4d3c2b1a0998877665544"
const PASSWORD = "a password that is long"
const folder = mkdtempSync(join(tmpdir(), "micro-pay-keystore-"))
afterAll(() => rmSync(folder, { recursive: true }))

/** Runs the command as an operator does. */
async function keystore(args: string[], { input = "" } = {}) {
  const child = spawn(process.execPath, ["--import", "tsx", "scripts/keystore.ts", ...args], {
    env: { PATH: process.env.PATH, PLATFORM_KEYSTORE_PASSWORD: PASSWORD } as unknown as NodeJS.ProcessEnv,
  })
  let output = ""
  for (const stream of [child.stdout, child.stderr])
    stream.on("data", (chunk: Buffer) => {
      output += chunk.toString()
    })
  child.stdin.end(input)
  const code = await new Promise<number | null>((resolve) => child.once("close", resolve))
  return { code, output }
}

it("a given key comes from standard input, is kept for its owner only, and is never printed", async () => {
  const path = join(folder, "given.json")
  const made = await keystore(["make", path, "--import"], { input: `0x${KEY}\n` })
  expect(made).toMatchObject({ code: 0, output: expect.stringContaining("ckt1") })
  const stored = readFileSync(path, "utf8")
  expect(made.output + stored).not.toContain(KEY)
  expect(statSync(path).mode & 0o777).toBe(0o600)
  // `show` opens it as the server does at boot.
  const shown = await keystore(["show", path])
  expect(made.output).toContain(shown.output.trim())
  expect(shown.output).toContain(await addressOfKey())
  // The same name again would lose the key.
  const again = makeKeystore({ path, password: new Secret(PASSWORD), network: "devnet" })
  await expect(again).rejects.toThrow("left alone")
  expect(readFileSync(path, "utf8")).toBe(stored)
}, 120_000)

it("without one a new key is drawn", async () => {
  const path = join(folder, "new.json")
  const address = await makeKeystore({ path, password: new Secret(PASSWORD), network: "mainnet" })
  expect(address).toMatch(/^ckb1/)
  expect(address.slice(3, 60)).not.toBe((await addressOfKey()).slice(3, 60))
}, 120_000)

it.each([
  ["no key", "not a key", PASSWORD, "neither 32 bytes of hex nor"],
  ["a key of zero", "00".repeat(32), PASSWORD, "no secp256k1 private key"],
  ["a short password", KEY, "short", "at least 12 characters"],
])("refuses %s, quotes nothing and writes nothing", async (name, key, password, words) => {
  const path = join(folder, `${name}.json`)
  const refusal = await makeKeystore({
    path,
    password: new Secret(password),
    network: "devnet",
    given: new Secret(key),
  }).then(
    () => "",
    (error: unknown) => String(error),
  )
  expect(refusal).toContain(words)
  expect(refusal).not.toContain(key)
  expect(existsSync(path)).toBe(false)
})

async function addressOfKey(): Promise<string> {
  return new ccc.SignerCkbPrivateKey(new ccc.ClientPublicTestnet(), KEY).getRecommendedAddress()
}
