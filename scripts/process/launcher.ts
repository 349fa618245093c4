import { execFileSync } from "node:child_process"
import { readFileSync } from "node:fs"
import { identify, type ProcessIdentity } from "./identity"

/**
 * The npm that runs us, when one does. npm starts scripts through a shell, which on some systems stays in between and
 * outlives it; so the shell's parent is what counts.
 */
export function findLauncher(): ProcessIdentity | undefined {
  if (process.env.npm_lifecycle_event === undefined) return undefined
  const parent = lookUp(process.ppid)
  const pid = parent && /^\S*sh\s+-c\s/.test(parent.command) ? parent.parent : process.ppid
  return identify(pid)
}

function lookUp(pid: number): { parent: number; command: string } | undefined {
  try {
    if (process.platform !== "linux") {
      const line = execFileSync("ps", ["-o", "ppid=,command=", "-p", String(pid)], { encoding: "utf8" }).trim()
      return { parent: Number.parseInt(line, 10), command: line.replace(/^\d+\s+/, "") }
    }
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8")
    const parent = Number(stat.slice(stat.lastIndexOf(")") + 2).split(" ")[1])
    return { parent, command: readFileSync(`/proc/${pid}/cmdline`, "utf8").replaceAll("\0", " ") }
  } catch {
    return undefined
  }
}
