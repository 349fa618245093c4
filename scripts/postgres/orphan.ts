import { execFileSync } from "node:child_process"
import { existsSync, readFileSync, readlinkSync, realpathSync, rmSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { identify, isAlive, type ProcessIdentity, toIdentity } from "../process/identity"
import { waitUntil } from "../process/wait"
import { StartError } from "../start-error"

/** Notes beside a data folder which process runs its server, so that nobody else takes it for an orphan. */
export function recordOwner(folder: string): void {
  writeFileSync(ownerFile(folder), JSON.stringify(identify(process.pid)), { mode: 0o600 })
}

export function forgetOwner(folder: string): void {
  rmSync(ownerFile(folder), { force: true })
}

/**
 * Makes a data folder free to be started on: ends the server of an earlier start that was killed, and removes a pid
 * file that would make PostgreSQL refuse because a stranger, or only a zombie, has that pid.
 *
 * @throws StartError when a living process of ours runs that server, or it does not end
 */
export async function stopOrphan(folder: string): Promise<boolean> {
  const owner = readOwner(folder)
  if (owner && owner.pid !== process.pid && isAlive(owner)) {
    throw new StartError(`the database in ${folder} is in use by process ${owner.pid}.`, {
      data: "safe; nothing was touched.",
      todo: "stop that one first, or use another MICROPAY_HOME.",
    })
  }
  const pid = postmasterPid(folder)
  if (pid === undefined) return false
  const server = identify(pid)
  const runs = server !== undefined && servesFolder(server.pid, folder)
  if (runs) await stopPostmaster(server)
  // PostgreSQL takes a zombie for a running server, and some containers never bury theirs. Should other processes of
  // the old server linger, PostgreSQL still finds them by the shared memory that they hold.
  rmSync(join(folder, "postmaster.pid"), { force: true })
  return runs
}

/** SIGINT is PostgreSQL's fast shutdown: sessions end, everything is written. SIGQUIT leaves the rest to recovery. */
export async function stopPostmaster(server: ProcessIdentity): Promise<void> {
  for (const [signal, boundMs] of [
    ["SIGINT", 20_000],
    ["SIGQUIT", 5_000],
    ["SIGKILL", 5_000],
  ] as const) {
    if (!isAlive(server)) return
    process.kill(server.pid, signal)
    if (await waitUntil(() => !isAlive(server), boundMs)) return
  }
  throw new StartError(`PostgreSQL (process ${server.pid}) does not end.`, {
    data: "safe: PostgreSQL recovers by itself at its next start.",
    todo: `end process ${server.pid} by hand and start again.`,
  })
}

function ownerFile(folder: string): string {
  return `${folder}.owner.json`
}

function readOwner(folder: string): ProcessIdentity | undefined {
  try {
    return toIdentity(JSON.parse(readFileSync(ownerFile(folder), "utf8")))
  } catch {
    return undefined
  }
}

function postmasterPid(folder: string): number | undefined {
  const file = join(folder, "postmaster.pid")
  if (!existsSync(file)) return undefined
  const pid = Number.parseInt(readFileSync(file, "utf8"), 10)
  return Number.isInteger(pid) && pid > 0 ? pid : undefined
}

/** A postmaster's working folder is its data folder. */
function servesFolder(pid: number, folder: string): boolean {
  try {
    if (process.platform === "linux") return readlinkSync(`/proc/${pid}/cwd`) === realpathSync(folder)
    return execFileSync("ps", ["-o", "command=", "-p", String(pid)], { encoding: "utf8" }).includes(folder)
  } catch {
    return false
  }
}
