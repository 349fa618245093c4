import { type ChildProcess, spawn } from "node:child_process"
import { closeSync, openSync, readFileSync, renameSync, statSync } from "node:fs"
import { identify, isAlive, type ProcessIdentity, toIdentity } from "../process/identity"
import { waitUntil } from "../process/wait"
import { StartError } from "../start-error"
import type { Home } from "./home"
import { ROOT } from "./home"

const RECORD = "processes.json"
const LOG_LIMIT_BYTES = 20_000_000

/** A program that runs as long as `npm start` does. */
export interface Child {
  name: string
  /** resolves with how it ended, whenever it ends */
  ended: Promise<string>
  stop(): Promise<void>
}

export interface ChildOptions {
  env: NodeJS.ProcessEnv
  /** where its output goes; without one it goes to the terminal */
  logFile?: string
}

/**
 * Starts a Node program as a child. It is named in the home's record at once, so that a start after a `kill -9` finds
 * and ends it.
 */
export function startChild(home: Home, name: string, args: string[], options: ChildOptions): Child {
  const child = launch(args, options)
  const identity = child.pid === undefined ? undefined : identify(child.pid)
  if (identity) record(home, name, identity)
  const ended = new Promise<string>((resolve) => {
    child.once("error", (error) => resolve(error.message))
    child.once("exit", (code, signal) => resolve(signal ? `ended by ${signal}` : `ended with ${code}`))
  })
  return {
    name,
    ended,
    stop: async () => {
      if (identity) await stopProcess(identity, 10_000)
      await ended
      record(home, name, undefined)
    },
  }
}

/** Ends what an earlier start left running when it was killed. @returns their names */
export async function stopLeftovers(home: Home): Promise<string[]> {
  const left = Object.entries(readRecord(home)).filter(([, identity]) => isAlive(identity))
  for (const [name, identity] of left) {
    await stopProcess(identity, 10_000)
    record(home, name, undefined)
  }
  return left.map(([name]) => name)
}

function launch(args: string[], options: ChildOptions): ChildProcess {
  const base = { cwd: ROOT, env: options.env }
  if (options.logFile === undefined)
    return spawn(process.execPath, args, { ...base, stdio: ["ignore", "inherit", "inherit"] })
  const log = openLog(options.logFile)
  try {
    return spawn(process.execPath, args, { ...base, stdio: ["ignore", log, log] })
  } finally {
    closeSync(log)
  }
}

/** Keeps one older log, so that logs do not fill the disk. */
export function rotateLog(file: string): void {
  if ((statSync(file, { throwIfNoEntry: false })?.size ?? 0) > LOG_LIMIT_BYTES) renameSync(file, `${file}.old`)
}

function openLog(file: string): number {
  rotateLog(file)
  return openSync(file, "a", 0o600)
}

async function stopProcess(identity: ProcessIdentity, boundMs: number): Promise<void> {
  for (const signal of ["SIGTERM", "SIGKILL"] as const) {
    if (!isAlive(identity)) return
    try {
      process.kill(identity.pid, signal)
    } catch {
      return
    }
    if (await waitUntil(() => !isAlive(identity), boundMs)) return
  }
  throw new StartError(`process ${identity.pid} does not end.`, { todo: `end it by hand: kill -9 ${identity.pid}` })
}

function readRecord(home: Home): Record<string, ProcessIdentity> {
  try {
    const entries = Object.entries(JSON.parse(readFileSync(home.path(RECORD), "utf8")))
    return Object.fromEntries(
      entries.flatMap(([name, value]) => {
        const identity = toIdentity(value)
        return identity ? [[name, identity]] : []
      }),
    )
  } catch {
    return {}
  }
}

function record(home: Home, name: string, identity: ProcessIdentity | undefined): void {
  const { [name]: _, ...others } = readRecord(home)
  home.write(RECORD, JSON.stringify(identity ? { ...others, [name]: identity } : others))
}
