import { spawn } from "node:child_process"
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest"
import { loadConfig } from "@/lib/config"
import { openSession } from "@/lib/db-session"
import { ADMIN_PASSWORD, type BareNode, PLATFORM_KEY, startBareNode } from "@/lib/jobs/bench.fixture"
import { moneySettings } from "@/lib/money-settings"
import { startDevnet } from "@/test/support/chain"
import { createDatabase, type TestDatabase } from "@/test/support/postgres"
import { identify } from "./process/identity"

const ROOT = join(import.meta.dirname, "..")
/** The commands of an installation of their own, because they read the `.env` of their own folder. */
const folder = mkdtempSync(join(tmpdir(), "micropay-commands-"))
const home = join(folder, "home")

let database: TestDatabase
let node: BareNode
beforeAll(async () => {
  for (const part of ["lib", "scripts", "prisma", "tsconfig.json", "package.json"])
    cpSync(join(ROOT, part), join(folder, part), { recursive: true, filter: (path) => !/\.test\.ts$/.test(path) })
  symlinkSync(join(ROOT, "node_modules"), join(folder, "node_modules"))
  database = await createDatabase()
  node = await startBareNode()
})
afterAll(async () => {
  await node.close()
  await database.drop()
  rmSync(folder, { recursive: true, force: true })
})
beforeEach(() => {
  rmSync(home, { recursive: true, force: true })
  mkdirSync(home)
})

const settings = (more: Record<string, string> = {}): Record<string, string> => ({
  DATABASE_URL: database.url,
  CKB_RPC_URL: node.url,
  PLATFORM_KEY,
  ADMIN_PASSWORD,
  MICROPAY_HOME: home,
  ...more,
})

function writeEnv(more: Record<string, string> = {}): void {
  const lines = Object.entries(settings(more)).map(([name, value]) => `${name}=${value}`)
  writeFileSync(join(folder, ".env"), `\uFEFF${lines.join("\r\n")}\r\n`)
}

/** As a person does in a second window of the same folder. */
async function command(name: string, args: string[], environment: Record<string, string> = {}) {
  const child = spawn(process.execPath, ["--import", "tsx", `scripts/${name}.ts`, ...args], {
    cwd: folder,
    env: { PATH: process.env.PATH, ...environment } as unknown as NodeJS.ProcessEnv,
    stdio: ["ignore", "pipe", "pipe"],
  })
  let output = ""
  for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk: Buffer) => (output += chunk.toString()))
  const code = await new Promise<number | null>((resolve) => child.once("close", resolve))
  return { code, output }
}

/** A server that runs on the same home, by its settings. */
function serverRuns(more: Record<string, string> = {}): void {
  writeFileSync(join(home, "settings.json"), JSON.stringify(moneySettings(loadConfig(settings(more)))))
  writeFileSync(join(home, "start.lock"), JSON.stringify({ start: identify(process.pid) }))
}

describe("the file .env counts for every command", () => {
  it.each([
    ["operator", ["fees"], /Earned by payments/],
    ["operator", ["approvals"], /Without approval: 50 CKB a settlement, 60 CKB a day/],
    ["migrate", [], /up to date/],
  ])("%s %j", async (name, args, words) => {
    writeEnv({ MAX_SETTLEMENT_CKB: "50", MAX_DAILY_PAYOUT_CKB: "60" })
    const { code, output } = await command(name, args)
    expect(output).toMatch(words)
    expect(code).toBe(0)
  })

  it.each([
    ["pool", ["status"]],
    ["settle", []],
    ["reconcile", []],
    ["adopt", []],
    ["operator", ["pauses"]],
    ["keystore", ["show", "none"]],
  ])("%s %j, which refuses what stands there", async (name, args) => {
    writeEnv({ CKB_NETWORK: "moonnet" })
    const { code, output } = await command(name, args)
    expect(output).toContain("CKB_NETWORK must be one of devnet, testnet, mainnet")
    expect(output).not.toContain("    at ")
    expect(code).toBe(1)
  })

  it("wallet, which looks for the server there", async () => {
    writeEnv({ PORT: "1" })
    expect((await command("wallet", ["address"])).output).toContain("http://127.0.0.1:1/api")
  })
})

it("who settles by the command stands in the audit log", async () => {
  writeEnv()
  const [chain, own] = await Promise.all([startDevnet(), createDatabase()])
  const environment = { DATABASE_URL: own.url, CKB_RPC_URL: chain.rpcUrl, CKB_SCRIPTS: JSON.stringify(chain.scripts) }
  const settled = await command("settle", [], environment)
  expect(settled).toEqual({ code: 0, output: "Nobody is owed enough for a payout.\n" })
  const session = await openSession(own.url)
  const { rows } = await session.query("SELECT actor, action FROM audit_log").finally(() => session.end())
  expect(rows).toEqual([{ actor: "command", action: "settle" }])
  await chain.stop()
  await own.drop()
})

describe("while a server runs", () => {
  it("a command with other limits names them and does nothing", async () => {
    writeEnv({ MIN_WITHDRAWAL_CKB: "200", MAX_SETTLEMENT_CKB: "50" })
    serverRuns({ MIN_WITHDRAWAL_CKB: "200", MAX_SETTLEMENT_CKB: "50" })
    const same = await command("operator", ["pauses"])
    expect(same).toEqual({ code: 0, output: "Nothing is paused.\n" })
    const other = await command("operator", ["pauses"], { MAX_SETTLEMENT_CKB: "0", POOL_CELLS: "12" })
    expect(other.code).toBe(1)
    expect(other.output).toContain("MAX_SETTLEMENT_CKB: 50 there, no limit here")
    expect(other.output).toContain("POOL_CELLS: 32 there, 12 here")
    expect(other.output).not.toContain("MIN_WITHDRAWAL_CKB")
    expect(other.output).not.toContain("    at ")
  })

  it("and none when it has ended", async () => {
    writeEnv()
    serverRuns({ POOL_CELLS: "12" })
    writeFileSync(join(home, "start.lock"), JSON.stringify({ start: { pid: process.pid, started: "earlier" } }))
    expect((await command("operator", ["pauses"])).code).toBe(0)
  })
})

it("what the database refuses is a sentence", async () => {
  writeEnv({ DATABASE_URL: database.url.replace(/:\d+\//, ":1/") })
  const { code, output } = await command("operator", ["pauses"])
  expect(output).toMatch(/^The database cannot be reached: .*ECONNREFUSED/)
  expect(output).not.toContain("    at ")
  expect(code).toBe(1)
})
