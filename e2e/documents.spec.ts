import { execFile } from "node:child_process"
import { readFileSync } from "node:fs"
import { join } from "node:path"
import { promisify } from "node:util"
import { ckb } from "./support/platform"
import { expect, test } from "./support/test"

const ROOT = join(import.meta.dirname, "..")
const run = promisify(execFile)

/** The first block of shell commands under a heading of a document. */
function commandsUnder(heading: string, document: string): string {
  const [, section] = readFileSync(join(ROOT, document), "utf8").split(`## ${heading}\n`)
  const [, commands] = /```sh\n(.*?)```/s.exec(section ?? "") ?? []
  if (!commands) throw new Error(`${document} has no commands under ${heading}`)
  return commands
}

test("the README's payment with curl, copied line by line, ends in confirmed", async ({ home, baseURL, platform }) => {
  const url = new URL(baseURL ?? "")
  const commands = commandsUnder("A payment with curl", "README.md").replace("http://localhost:3000", url.origin)
  const env = { ...process.env, MICROPAY_HOME: home, PORT: url.port }
  const { stdout } = await run("bash", ["-e", "-c", `${commands}\necho "$R"`], { cwd: ROOT, env })
  const lines = stdout.trim().split("\n")
  expect(stdout).toContain('"status":"submitted"')
  const events = lines.filter((line) => line.startsWith("data: ") && line.includes('"status"'))
  expect(events.at(-1)).toContain('"status":"confirmed"')
  // Others may have paid the same wallet before: what it is owed is at least this payment's.
  const { available } = await platform.get<{ available: string }>(`/api/account/${lines.at(-1)}`)
  expect(BigInt(available)).toBeGreaterThanOrEqual(ckb("1.98"))
})

test("the example program pays, and says so", async ({ baseURL, platform }) => {
  const payer = platform.newSigner()
  await platform.fund(await payer.getRecommendedAddress(), ckb("100"))
  const receiver = await platform.newAddress()
  const env = { ...process.env, KEY: payer.privateKey, MICROPAY_API: `${baseURL}/api` }
  const { stdout } = await run(process.execPath, ["docs/examples/pay.mjs", receiver, "2.5"], { cwd: ROOT, env })
  expect(stdout).toMatch(/^payment \d+: confirmed, 0x[0-9a-f]{64}\n$/)
  const { available } = await platform.get<{ available: string }>(`/api/account/${receiver}`)
  expect(BigInt(available)).toBe(ckb("2.475"))
})
