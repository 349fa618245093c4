import { type ChildProcess, spawn } from "node:child_process"
import { closeSync, openSync, readFileSync, statSync } from "node:fs"
import { setTimeout as sleep } from "node:timers/promises"
import { openSession } from "@/lib/db-session"
import { plainEnvironment } from "../process/environment"
import { identify, type ProcessIdentity } from "../process/identity"
import { preferPort } from "../process/ports"
import { waitUntil } from "../process/wait"
import { StartError } from "../start-error"
import type { Account } from "./account"
import type { Binaries } from "./binaries"
import { ROLE } from "./cluster"
import { forgetOwner, recordOwner, stopOrphan, stopPostmaster } from "./orphan"

export interface ServerOptions {
  binaries: Binaries
  folder: string
  account: Account | undefined
  password: string
  /** the port of last time; another one is taken when it is in use now */
  port?: number | undefined
  logFile: string
  /** more settings, as in postgresql.conf */
  settings?: Record<string, string>
}

export interface PostgresServer {
  port: number
  process: ProcessIdentity
  /** what ended it, when it was not `stop` or `kill` */
  died: Promise<string>
  /** address of one of its databases, with the password */
  url(database: string): string
  /** ends it as an operator would: sessions end, everything is written */
  stop(): Promise<void>
  /** ends it as a power cut would; for tests */
  kill(): Promise<void>
}

/** A crash recovery after a power cut replays the log first, and that takes as long as it takes. */
const READY_BOUND_MS = 180_000

/**
 * Starts PostgreSQL on an existing data folder, on 127.0.0.1 only, as a child of this process, and waits until it
 * answers.
 *
 * @throws StartError with the last lines of its log when it does not come up
 */
export async function startServer(options: ServerOptions): Promise<PostgresServer> {
  await stopOrphan(options.folder)
  recordOwner(options.folder)
  let port = await preferPort(options.port)
  for (let attempt = 1; ; attempt += 1) {
    const logFrom = sizeOf(options.logFile)
    const child = launch(options, port)
    const exited = new Promise<string>((resolve) => {
      child.once("error", (error) => resolve(error.message))
      child.once("exit", (code, signal) => resolve(signal ? `ended by ${signal}` : `ended with ${code}`))
    })
    const failure = await waitReady(options, port, exited)
    const identity = child.pid === undefined ? undefined : identify(child.pid)
    if (failure === undefined && identity) return handle(options, port, identity, exited)
    const log = readFileSync(options.logFile, "utf8").slice(logFrom)
    // Between choosing a port and listening somebody may take it; and the processes of a killed server take a moment to
    // go.
    if (attempt < 20 && /Address already in use|shared memory block .* is still in use/.test(log)) {
      await sleep(100 * attempt)
      port = await preferPort(undefined)
      continue
    }
    if (identity) await stopPostmaster(identity)
    forgetOwner(options.folder)
    throw new StartError(
      `PostgreSQL did not start (${failure}). The end of ${options.logFile}:\n${log.trim().split("\n").slice(-12).join("\n")}`,
      {
        data: `untouched, in ${options.folder}.`,
        todo: "see the message above; a full disk is the usual reason. Then start again.",
      },
    )
  }
}

function launch(options: ServerOptions, port: number): ChildProcess {
  const settings = {
    listen_addresses: "127.0.0.1",
    unix_socket_directories: "",
    timezone: "UTC",
    log_timezone: "UTC",
    ...options.settings,
  }
  const log = openSync(options.logFile, "a", 0o600)
  try {
    return spawn(
      options.binaries.postgres,
      [
        "-D",
        options.folder,
        "-p",
        String(port),
        ...Object.entries(settings).flatMap(([name, value]) => ["-c", `${name}=${value}`]),
      ],
      { cwd: "/", stdio: ["ignore", log, log], env: plainEnvironment(), ...options.account },
    )
  } finally {
    closeSync(log)
  }
}

function handle(
  options: ServerOptions,
  port: number,
  identity: ProcessIdentity,
  exited: Promise<string>,
): PostgresServer {
  let wanted = false
  const end = async (how: () => Promise<unknown>) => {
    wanted = true
    await how()
    await exited
    forgetOwner(options.folder)
  }
  return {
    port,
    process: identity,
    died: new Promise((resolve) => exited.then((why) => wanted || resolve(why))),
    url: (database) => address(options.password, port, database),
    stop: () => end(() => stopPostmaster(identity)),
    kill: () => end(async () => process.kill(identity.pid, "SIGKILL")),
  }
}

/** @returns what went wrong, or undefined when the server answers */
async function waitReady(options: ServerOptions, port: number, exited: Promise<string>): Promise<string | undefined> {
  let ended: string | undefined
  exited.then((why) => {
    ended = why
  })
  const url = address(options.password, port, "postgres")
  const answered = await waitUntil(async () => ended !== undefined || (await answers(url)), READY_BOUND_MS)
  return ended ?? (answered ? undefined : `no answer within ${READY_BOUND_MS / 1000} s`)
}

async function answers(url: string): Promise<boolean> {
  try {
    await (await openSession(url, { connectionTimeoutMillis: 5_000 })).end()
    return true
  } catch {
    return false
  }
}

function address(password: string, port: number, database: string): string {
  return `postgresql://${ROLE}:${password}@127.0.0.1:${port}/${database}`
}

function sizeOf(file: string): number {
  return statSync(file, { throwIfNoEntry: false })?.size ?? 0
}
