import { randomBytes } from "node:crypto"
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { Client } from "pg"
import { afterEach, expect, test } from "vitest"
import { isAlive } from "../process/identity"
import { SYSTEM_FOLDER, serverAccount } from "./account"
import { findBinaries } from "./binaries"
import { ensureCluster } from "./cluster"
import { type PostgresServer, startServer } from "./server"

const account = serverAccount()
const running: PostgresServer[] = []
const homes: string[] = []

afterEach(async () => {
  for (const server of running.splice(0)) await server.stop()
  for (const home of homes.splice(0)) rmSync(home, { recursive: true, force: true })
})

function place() {
  const home = mkdtempSync(join(tmpdir(), "micropay-cluster-"))
  homes.push(home)
  chmodSync(home, 0o711)
  const binaries = findBinaries(account, account ? SYSTEM_FOLDER : home)
  const password = randomBytes(8).toString("hex")
  return { binaries, account, password, folder: join(home, "data"), logFile: join(home, "postgres.log"), sync: false }
}

async function start(options: Parameters<typeof startServer>[0]): Promise<PostgresServer> {
  const server = await startServer(options)
  running.push(server)
  return server
}

async function ask(server: PostgresServer, sql: string): Promise<unknown> {
  const client = new Client({ connectionString: server.url("postgres") })
  await client.connect()
  try {
    const { rows } = await client.query<Record<string, unknown>>(sql)
    return Object.values(rows[0] ?? {})[0]
  } finally {
    await client.end()
  }
}

test("what a killed first start left half made is thrown away, and a whole data folder is made", async () => {
  const options = place()
  const half = `${options.folder}.new-killed`
  mkdirSync(join(half, "data"), { recursive: true })
  writeFileSync(join(half, "data", "PG_VERSION"), "18\n")
  expect(await ensureCluster(options)).toBe(true)
  expect(existsSync(half)).toBe(false)
  expect(readdirSync(join(options.folder, ".."))).toEqual(["data"])
  expect(await ensureCluster(options)).toBe(false)
})

test("the server speaks UTF-8 with PostgreSQL's own locale, on 127.0.0.1 only, and asks for the password", async () => {
  const options = place()
  await ensureCluster(options)
  const server = await start(options)
  expect(await ask(server, "SHOW server_encoding")).toBe("UTF8")
  expect(await ask(server, "SELECT datlocale FROM pg_database WHERE datname = current_database()")).toBe("C.UTF-8")
  expect(await ask(server, "SHOW listen_addresses")).toBe("127.0.0.1")
  expect(await ask(server, "SHOW fsync")).toBe("on")
  const stranger = new Client({ connectionString: server.url("postgres").replace(options.password, "wrong") })
  await expect(stranger.connect()).rejects.toThrow(/password/)
})

test("committed data survives a kill of the server", async () => {
  const options = place()
  await ensureCluster(options)
  const first = await start(options)
  await ask(first, "CREATE TABLE kept AS SELECT 42 AS value")
  await first.kill()
  const second = await start({ ...options, port: first.port })
  expect(await ask(second, "SELECT value FROM kept")).toBe(42)
})

test("the server that a killed start left running is ended, never joined by a second one", async () => {
  const options = place()
  await ensureCluster(options)
  const orphan = await start(options)
  // As after a kill -9: the server runs on, and its owner is gone.
  rmSync(`${options.folder}.owner.json`)
  const second = await start(options)
  expect(isAlive(orphan.process)).toBe(false)
  expect(await ask(second, "SELECT 1")).toBe(1)
})

test("a pid file that names a stranger does not keep the server from starting", async () => {
  const options = place()
  await ensureCluster(options)
  writeFileSync(join(options.folder, "postmaster.pid"), `${process.pid}\n${options.folder}\n`)
  const server = await start(options)
  expect(await ask(server, "SELECT 1")).toBe(1)
})

test("a data folder whose server belongs to a living process is left alone", async () => {
  const options = place()
  await ensureCluster(options)
  const server = await start(options)
  const owner = { pid: 1, started: (await import("../process/identity")).identify(1)?.started }
  writeFileSync(`${options.folder}.owner.json`, JSON.stringify(owner))
  await expect(startServer(options)).rejects.toThrow(/in use by process 1/)
  expect(isAlive(server.process)).toBe(true)
})
