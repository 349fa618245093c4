import { spawn } from "node:child_process"
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterAll, beforeAll, beforeEach, describe, expect } from "vitest"
import { loadConfig } from "@/lib/config"
import { openSession } from "@/lib/db-session"
import { moneySettings } from "@/lib/money-settings"
import { startDevnet } from "@/test/support/chain"
import { emptyDatabase } from "@/test/support/database-stage"
import { environment } from "@/test/support/environment"
import { instanceStage } from "@/test/support/instance-stage"
import { identify } from "./process/identity"

const ROOT = join(import.meta.dirname, "..")
/** The commands of an installation of their own, because they read the `.env` of their own folder. */
const folder = mkdtempSync(join(tmpdir(), "micropay-commands-"))
const home = join(folder, "home")

beforeAll(() => {
  for (const part of ["lib", "scripts", "prisma", "tsconfig.json", "package.json"])
    cpSync(join(ROOT, part), join(folder, part), { recursive: true, filter: (path) => !/\.test\.ts$/.test(path) })
  symlinkSync(join(ROOT, "node_modules"), join(folder, "node_modules"))
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))
beforeEach(() => {
  rmSync(home, { recursive: true, force: true })
  mkdirSync(home)
})

const it = instanceStage()
  .extend("settings", ({ database, node }) => (more: Record<string, string>): Record<string, string> => {
    return { ...environment(database.url, node.url), MICROPAY_HOME: home, ...more }
  })
  .extend("writeEnv", ({ settings }) => (more: Record<string, string> = {}) => {
    const lines = Object.entries(settings(more)).map(([name, value]) => `${name}=${value}`)
    writeFileSync(join(folder, ".env"), `\uFEFF${lines.join("\r\n")}\r\n`)
  })
  /** A server that runs on the same home, by its settings. */
  .extend("serverRuns", ({ settings }) => (more: Record<string, string> = {}) => {
    writeFileSync(join(home, "settings.json"), JSON.stringify(moneySettings(loadConfig(settings(more)))))
    writeFileSync(join(home, "start.lock"), JSON.stringify({ start: identify(process.pid) }))
  })
  .extend("ownDatabase", emptyDatabase)
  // biome-ignore lint/correctness/noEmptyPattern: vitest reads here which fixtures it uses
  .extend("chain", async ({}, { onCleanup }) => {
    const chain = await startDevnet()
    onCleanup(() => chain.stop())
    return chain
  })

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

describe("the file .env counts for every command", () => {
  it.for<[string, string[], RegExp]>([
    ["operator", ["fees"], /Earned by payments/],
    ["operator", ["approvals"], /Without approval: 50 CKB a settlement, 60 CKB a day/],
    ["migrate", [], /up to date/],
  ])("%s %j", async ([name, args, words], { writeEnv }) => {
    writeEnv({ MAX_SETTLEMENT_CKB: "50", MAX_DAILY_PAYOUT_CKB: "60" })
    const { code, output } = await command(name, args)
    expect(output).toMatch(words)
    expect(code).toBe(0)
  })

  it.for<[string, string[]]>([
    ["pool", ["status"]],
    ["settle", []],
    ["reconcile", []],
    ["adopt", []],
    ["operator", ["pauses"]],
    ["keystore", ["show", "none"]],
  ])("%s %j, which refuses what stands there", async ([name, args], { writeEnv }) => {
    writeEnv({ CKB_NETWORK: "moonnet" })
    const { code, output } = await command(name, args)
    expect(output).toContain("CKB_NETWORK must be one of devnet, testnet, mainnet")
    expect(output).not.toContain("    at ")
    expect(code).toBe(1)
  })

  it("wallet, which looks for the server there", async ({ writeEnv }) => {
    writeEnv({ PORT: "1" })
    expect((await command("wallet", ["address"])).output).toContain("http://127.0.0.1:1/api")
  })
})

it("who settles by the command stands in the audit log", async ({ writeEnv, ownDatabase, chain }) => {
  writeEnv()
  const { rpcUrl, scripts } = chain
  const own = { DATABASE_URL: ownDatabase.url, CKB_RPC_URL: rpcUrl, CKB_SCRIPTS: JSON.stringify(scripts) }
  const settled = await command("settle", [], own)
  expect(settled).toEqual({ code: 0, output: "Nobody is owed enough for a payout.\n" })
  const session = await openSession(ownDatabase.url)
  const { rows } = await session.query("SELECT actor, action FROM audit_log").finally(() => session.end())
  expect(rows).toEqual([{ actor: "command", action: "settle" }])
})

describe("while a server runs", () => {
  it("a command with other limits names them and does nothing", async ({ writeEnv, serverRuns }) => {
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

  it("and none when it has ended", async ({ writeEnv, serverRuns }) => {
    writeEnv()
    serverRuns({ POOL_CELLS: "12" })
    writeFileSync(join(home, "start.lock"), JSON.stringify({ start: { pid: process.pid, started: "earlier" } }))
    expect((await command("operator", ["pauses"])).code).toBe(0)
  })
})

it("what the database refuses is a sentence", async ({ database, writeEnv }) => {
  writeEnv({ DATABASE_URL: database.url.replace(/:\d+\//, ":1/") })
  const { code, output } = await command("operator", ["pauses"])
  expect(output).toMatch(/^The database cannot be reached: .*ECONNREFUSED/)
  expect(output).not.toContain("    at ")
  expect(code).toBe(1)
})
