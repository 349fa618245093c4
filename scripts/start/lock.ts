import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs"
import { identify, isAlive, type ProcessIdentity, toIdentity } from "../process/identity"
import { waitUntil } from "../process/wait"
import { StartError } from "../start-error"

interface Holder {
  start: ProcessIdentity
  /** who launched it, usually npm: a start whose launcher was killed is about to stop by itself */
  launcher: ProcessIdentity | undefined
}

/** Longer than a start needs to stop its children. */
const STOPPING_BOUND_MS = 45_000

/**
 * Makes sure that one `npm start` at a time works on a home. The lock of a start that was killed is taken over.
 *
 * @returns what gives the lock back
 * @throws StartError when another one is running
 */
export async function takeLock(file: string, launcher?: ProcessIdentity): Promise<() => void> {
  const mine = `${file}.${process.pid}`
  writeFileSync(mine, JSON.stringify({ start: identify(process.pid), launcher }), {
    mode: 0o600,
  })
  try {
    while (!tryLink(mine, file)) {
      const holder = readHolder(file)
      if (holder && isAlive(holder.start)) await waitForStopping(holder)
      removeStale(file, holder)
    }
  } finally {
    rmSync(mine, { force: true })
  }
  return () => {
    if (readHolder(file)?.start.pid === process.pid) rmSync(file, { force: true })
  }
}

/** Whether an `npm start` works on the home of this lock now. */
export function isLocked(file: string): boolean {
  const holder = readHolder(file)
  return holder !== undefined && isAlive(holder.start)
}

/** A hard link is made by one process only, and shows the whole content from its first moment. */
function tryLink(from: string, to: string): boolean {
  try {
    linkSync(from, to)
    return true
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "EEXIST") return false
    throw error
  }
}

async function waitForStopping(holder: Holder): Promise<void> {
  const stopping = holder.launcher !== undefined && !isAlive(holder.launcher)
  if (stopping && (await waitUntil(() => !isAlive(holder.start), STOPPING_BOUND_MS))) return
  throw new StartError(`micro-pay is already running here (process ${holder.start.pid}).`, {
    data: "safe; nothing was touched.",
    todo: "use the one that runs, stop it with Ctrl-C in its window, or set MICROPAY_HOME and PORT for a second one.",
  })
}

/** Moves the lock aside before deleting it: if somebody else took it over in between, it goes back. */
function removeStale(file: string, expected: Holder | undefined): void {
  const aside = `${file}.stale.${process.pid}`
  try {
    renameSync(file, aside)
  } catch {
    return
  }
  const moved = readHolder(aside)
  if (moved && moved.start.started !== expected?.start.started && isAlive(moved.start)) tryLink(aside, file)
  rmSync(aside, { force: true })
}

function readHolder(file: string): Holder | undefined {
  try {
    const { start, launcher } = JSON.parse(readFileSync(file, "utf8"))
    const identity = toIdentity(start)
    return identity && { start: identity, launcher: toIdentity(launcher) }
  } catch {
    return undefined
  }
}
