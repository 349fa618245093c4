import {
  chmodSync,
  chownSync,
  closeSync,
  existsSync,
  fsyncSync,
  mkdtempSync,
  openSync,
  readdirSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs"
import { basename, dirname, join } from "node:path"
import { plainEnvironment } from "../process/environment"
import { run } from "../process/run"
import { StartError } from "../start-error"
import type { Account } from "./account"
import type { Binaries } from "./binaries"

export interface ClusterOptions {
  binaries: Binaries
  /** the data folder; its parent exists and nobody else makes a cluster in it at the same time */
  folder: string
  account: Account | undefined
  password: string
  /** false only for throwaway data */
  sync?: boolean
}

/** Who makes the cluster, migrates it and owns its tables. */
export const ROLE = "micropay"
/** Who the server is to it: reads and writes rows, and nothing else. See `grants.ts`. */
export const SERVER_ROLE = "micropay_server"

/**
 * Makes a new PostgreSQL data folder if there is none. `initdb` works in a temporary folder beside it, which gets its
 * name only when complete: a kill at any moment leaves either no data folder or a whole one.
 *
 * @returns whether one was made
 * @throws StartError when initdb fails
 */
export async function ensureCluster(options: ClusterOptions): Promise<boolean> {
  const { folder, account } = options
  removeLeftovers(folder)
  if (existsSync(join(folder, "PG_VERSION"))) return false
  const work = mkdtempSync(`${folder}.new-`)
  chmodSync(work, 0o700)
  const passwordFile = join(work, "password")
  writeFileSync(passwordFile, options.password, { mode: 0o600 })
  if (account) {
    chownSync(work, account.uid, account.gid)
    chownSync(passwordFile, account.uid, account.gid)
  }
  await runInitdb(options, join(work, "data"), passwordFile)
  renameSync(join(work, "data"), folder)
  if (options.sync !== false) syncFolder(dirname(folder))
  rmSync(work, { recursive: true, force: true })
  return true
}

/**
 * The builtin C.UTF-8 locale belongs to PostgreSQL itself: text compares the same on every machine, and an upgrade of
 * the system's own locales cannot break an index.
 */
async function runInitdb(options: ClusterOptions, data: string, passwordFile: string): Promise<void> {
  const { code, output } = await run(
    options.binaries.initdb,
    [
      `--pgdata=${data}`,
      `--username=${ROLE}`,
      `--pwfile=${passwordFile}`,
      "--auth=scram-sha-256",
      "--encoding=UTF8",
      "--locale=C",
      "--locale-provider=builtin",
      "--builtin-locale=C.UTF-8",
      "--no-instructions",
      ...(options.sync === false ? ["--no-sync"] : []),
    ],
    { cwd: "/", env: plainEnvironment(), ...options.account },
  )
  if (code === 0) return
  throw new StartError(`PostgreSQL could not make its data folder (initdb ended with ${code}):\n${output}`, {
    data: "no database existed yet.",
    todo: "see the message above; free disk space and permissions of the folder are the usual reasons. Then start again.",
  })
}

function removeLeftovers(folder: string): void {
  const prefix = `${basename(folder)}.new-`
  for (const name of readdirSync(dirname(folder))) {
    if (name.startsWith(prefix)) rmSync(join(dirname(folder), name), { recursive: true, force: true })
  }
}

/** A rename is on disk only when the folder that holds the name is. */
function syncFolder(path: string): void {
  const handle = openSync(path, "r")
  try {
    fsyncSync(handle)
  } finally {
    closeSync(handle)
  }
}
