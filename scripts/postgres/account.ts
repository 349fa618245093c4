import { spawnSync } from "node:child_process"
import { plainEnvironment } from "../process/environment"
import { StartError } from "../start-error"

/** The system account that PostgreSQL runs as. */
export interface Account {
  uid: number
  gid: number
}

/** Where things go that the account must reach and cannot reach in the clone. */
export const SYSTEM_FOLDER = "/var/lib/micropay"

const NAME = "postgres"

/**
 * PostgreSQL refuses to run as root, so under root it runs as the account `postgres`, which is made when missing.
 *
 * @returns undefined when we are not root: then it runs as ourselves
 * @throws StartError when root cannot make the account
 */
export function serverAccount(): Account | undefined {
  if (process.getuid?.() !== 0) return undefined
  const known = lookUp()
  if (known) return known
  const made = spawnSync("useradd", [
    "--system",
    "--user-group",
    "--no-create-home",
    "--shell",
    "/usr/sbin/nologin",
    NAME,
  ])
  // Another start may have made it at the same moment: what counts is that it is there.
  const account = lookUp()
  if (account) return account
  throw new StartError(`PostgreSQL does not run as root, and the account "${NAME}" could not be made: ${made.stderr}`, {
    todo: `make an account named ${NAME}, or run npm start as an ordinary user, or set DATABASE_URL to a PostgreSQL server of yours.`,
  })
}

/**
 * Whether the account may reach and run a file, asked of the system itself, which also knows of ACLs and mount options.
 */
export function mayExecute(account: Account | undefined, path: string): boolean {
  const { status } = spawnSync("/bin/sh", ["-c", 'test -x "$1"', "sh", path], {
    cwd: "/",
    env: plainEnvironment(),
    ...account,
  })
  return status === 0
}

function lookUp(): Account | undefined {
  const [uid, gid] = ["-u", "-g"].map((flag) => {
    const { status, stdout } = spawnSync("id", [flag, NAME], { encoding: "utf8" })
    return status === 0 ? Number(stdout.trim()) : undefined
  })
  return uid === undefined || gid === undefined ? undefined : { uid, gid }
}
