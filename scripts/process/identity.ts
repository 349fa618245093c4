import { execFileSync } from "node:child_process"
import { readFileSync } from "node:fs"

/**
 * A process, named so that it cannot be confused with another one. The system gives a pid away again, so a bare pid
 * written to a file may point at a stranger by the time it is read: nothing is ever signalled by pid alone.
 */
export interface ProcessIdentity {
  pid: number
  started: string
}

/** @returns the identity of a running process, or undefined when there is none (a zombie counts as gone) */
export function identify(pid: number): ProcessIdentity | undefined {
  const started = process.platform === "linux" ? startedOnLinux(pid) : startedElsewhere(pid)
  return started ? { pid, started } : undefined
}

/** Whether the very process that was identified earlier is still running. */
export function isAlive(identity: ProcessIdentity): boolean {
  return identify(identity.pid)?.started === identity.started
}

/** Reads an identity out of parsed JSON of a file that may be damaged. */
export function toIdentity(value: unknown): ProcessIdentity | undefined {
  if (typeof value !== "object" || value === null) return undefined
  const { pid, started } = value as Record<string, unknown>
  return typeof pid === "number" && typeof started === "string" ? { pid, started } : undefined
}

/**
 * proc(5): the fields after the command name, which may itself hold spaces and parentheses. Field 22 is the start in
 * ticks.
 */
function startedOnLinux(pid: number): string | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8")
    const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ")
    if (fields[0] === "Z" || fields[0] === "X") return undefined
    return `${readFileSync("/proc/sys/kernel/random/boot_id", "utf8").trim()}/${fields[19]}`
  } catch {
    return undefined
  }
}

function startedElsewhere(pid: number): string | undefined {
  try {
    const line = execFileSync("ps", ["-o", "stat=,lstart=", "-p", String(pid)], { encoding: "utf8" }).trim()
    return line === "" || line.startsWith("Z") ? undefined : line.replace(/^\S+\s+/, "")
  } catch {
    return undefined
  }
}
