import { randomBytes } from "node:crypto"
import { chmodSync, existsSync, mkdirSync } from "node:fs"
import { isAbsolute, join, resolve } from "node:path"
import { openSession } from "@/lib/db-session"
import { type Account, mayExecute, SYSTEM_FOLDER, serverAccount } from "../postgres/account"
import { findBinaries } from "../postgres/binaries"
import { ensureCluster, SERVER_ROLE } from "../postgres/cluster"
import { ensureServerRole } from "../postgres/grants"
import { type PostgresServer, startServer } from "../postgres/server"
import { lastingSettings } from "../postgres/settings"
import { StartError } from "../start-error"
import { rotateLog } from "./children"
import type { Home } from "./home"

export interface EmbeddedDatabase {
  server: PostgresServer
  /** of the role that owns the tables */
  ownerUrl: string
  /** of the role that the server uses, which may not change the schema */
  url: string
  /** whether its data folder was made just now */
  made: boolean
  folder: string
}

/** Starts the PostgreSQL of a home, making its data folder at the first start. */
export async function startDatabase(home: Home): Promise<EmbeddedDatabase> {
  const account = serverAccount()
  const { folder, made: expected } = placeData(home, account)
  if (expected && !existsSync(join(folder, "PG_VERSION"))) {
    throw new StartError(`the database folder ${folder} is gone.`, {
      data: "the database is not where it was. No empty one was made in its place.",
      todo: `restore the folder from a backup. To begin anew and give up the old data, delete ${home.folder}.`,
    })
  }
  const password = home.secret("postgres.password", () => randomBytes(24).toString("hex"))
  const binaries = findBinaries(account, account ? SYSTEM_FOLDER : home.folder)
  const made = await ensureCluster({ binaries, folder, account, password })
  const logFile = home.path("postgres.log")
  rotateLog(logFile)
  const { port } = home.read().postgres ?? {}
  const settings = lastingSettings()
  const server = await startServer({ binaries, folder, account, password, port, logFile, settings })
  home.update({ postgres: { folder: shorten(home, folder), made: true, port: server.port } })
  const ownerUrl = server.url("postgres")
  return { server, ownerUrl, url: await serverUrl(home, ownerUrl), made, folder }
}

/** An installation from before there were two roles gets the second one here. */
async function serverUrl(home: Home, ownerUrl: string): Promise<string> {
  const url = new URL(ownerUrl)
  url.username = SERVER_ROLE
  url.password = home.secret("postgres-server.password", () => randomBytes(24).toString("hex"))
  const owner = await openSession(ownerUrl)
  try {
    await ensureServerRole(owner, url.username, url.password)
  } finally {
    await owner.end()
  }
  return url.href
}

/**
 * Where the data lives: in the home, unless PostgreSQL's account cannot get there. Then in a folder of its own under
 * /var/lib, with a made-up name and not the clone's: a new clone at the same path is a new installation.
 */
function placeData(home: Home, account: Account | undefined): { folder: string; made: boolean } {
  const known = home.read().postgres
  if (known) {
    const folder = resolve(home.folder, known.folder)
    if (account) home.allowPassage(!isAbsolute(known.folder))
    return { folder, made: known.made }
  }
  const folder = mayReach(home, account)
    ? home.path("postgres")
    : join(SYSTEM_FOLDER, randomBytes(8).toString("hex"), "postgres")
  if (isAbsolute(shorten(home, folder))) openFolder(join(folder, ".."))
  home.update({ postgres: { folder: shorten(home, folder), made: false } })
  return { folder, made: false }
}

function mayReach(home: Home, account: Account | undefined): boolean {
  if (!account) return true
  home.allowPassage(true)
  const reachable = mayExecute(account, home.folder)
  home.allowPassage(reachable)
  return reachable
}

function shorten(home: Home, folder: string): string {
  return folder === home.path("postgres") ? "postgres" : folder
}

/** Passable whatever the umask is; the data folder inside is its account's alone. */
function openFolder(path: string): void {
  for (const part of [SYSTEM_FOLDER, path]) {
    mkdirSync(part, { recursive: true })
    chmodSync(part, 0o755)
  }
}
