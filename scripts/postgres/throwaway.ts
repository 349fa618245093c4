import { randomBytes } from "node:crypto"
import { chmodSync, mkdtempSync, readdirSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { identify } from "../process/identity"
import { SYSTEM_FOLDER, serverAccount } from "./account"
import { findBinaries } from "./binaries"
import { ensureCluster } from "./cluster"
import { stopOrphan } from "./orphan"
import { type PostgresServer, startServer } from "./server"
import { lastingSettings } from "./settings"

const PREFIX = "micropay-throwaway-"

/** A PostgreSQL server whose data nobody needs afterwards: for tests, and for comparing schemas. */
export interface ThrowawayServer extends PostgresServer {
  /** starts it again on the same data and port, after `stop` or `kill` */
  start(): Promise<void>
  /** ends it and deletes its data */
  discard(): Promise<void>
}

/**
 * Starts one, in the system's temporary folder.
 *
 * @param durable false saves time by not waiting for the disk; a test of crashes wants true
 * @param parent another folder for its data, for example a small disk
 */
export async function startThrowaway(durable = false, parent = tmpdir()): Promise<ThrowawayServer> {
  await discardOrphans()
  const account = serverAccount()
  const home = mkdtempSync(join(parent, `${PREFIX}${process.pid}-`))
  chmodSync(home, 0o711)
  const options = {
    binaries: findBinaries(account, account ? SYSTEM_FOLDER : home),
    folder: join(home, "data"),
    account,
    password: randomBytes(16).toString("hex"),
    logFile: join(home, "postgres.log"),
    sync: durable,
    settings: {
      max_connections: "300",
      ...(durable ? lastingSettings() : { fsync: "off", synchronous_commit: "off", full_page_writes: "off" }),
    },
  }
  await ensureCluster(options)
  let server = await startServer(options)
  return {
    get port() {
      return server.port
    },
    get process() {
      return server.process
    },
    get died() {
      return server.died
    },
    url: (database) => server.url(database),
    stop: () => server.stop(),
    kill: () => server.kill(),
    async start() {
      server = await startServer({ ...options, port: server.port })
    },
    async discard() {
      await server.stop()
      rmSync(home, { recursive: true, force: true })
    },
  }
}

/** What a killed test run left behind, known by its pid in the folder's name. */
async function discardOrphans(): Promise<void> {
  for (const name of readdirSync(tmpdir())) {
    const pid = Number(name.startsWith(PREFIX) && name.slice(PREFIX.length).split("-")[0])
    if (!pid || identify(pid)) continue
    const home = join(tmpdir(), name)
    await stopOrphan(join(home, "data"))
    rmSync(home, { recursive: true, force: true })
  }
}
