import { execFileSync } from "node:child_process"
import { readdirSync, readFileSync } from "node:fs"

/** Who does the work: each group is a process with all that descends from it. */
export type Group = "server" | "postgres" | "node"
export type Processes = Record<Group, number>

export interface CpuUse {
  /** milliseconds of CPU, for each group */
  ms: Record<Group, number>
  wallMs: number
  /** The share of the machine that none of it used, nor this process: above a tenth, doubt all that is by the second */
  others: number
}

/** proc(5): the fields of `stat` after the command's name, and what of them is asked here. */
const FIELD = { parent: 1, user: 11, system: 12, childrenUser: 13, childrenSystem: 14 } as const
const TICK_MS = 1_000 / Number(execFileSync("getconf", ["CLK_TCK"], { encoding: "utf8" }))

/**
 * CPU time by the system's own account, which neighbours disturb least. Children that have ended count with those who
 * waited for them: PostgreSQL has a process for each connection.
 *
 * @returns what, called later, says what was used since
 */
export function startCpuMeter(processes: Processes): () => CpuUse {
  const before = read(processes)
  return () => {
    const after = read(processes)
    const used = (name: Group) => after.groups[name] - before.groups[name]
    const ms = { server: used("server"), postgres: used("postgres"), node: used("node") }
    const all = after.all - before.all
    const others = all > 0 ? Math.max(0, after.busy - before.busy - (after.own - before.own)) / all : 0
    return { ms, wallMs: after.at - before.at, others }
  }
}

/** @returns MiB in use by the largest of a process and its descendants */
export function residentMib(root: number): number {
  const sizes = descendants(root).map((pid) => {
    try {
      return Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1] ?? 0)
    } catch {
      return 0
    }
  })
  return Math.max(...sizes) / 1_024
}

/** The pids of a process and of all that descends from it. */
export function descendants(root: number, table = processTable()): number[] {
  const children = [...table].filter(([, fields]) => Number(fields[FIELD.parent]) === root)
  return [root, ...children.flatMap(([pid]) => descendants(pid, table))]
}

function read(processes: Processes) {
  const table = processTable()
  const of = (root: number) => descendants(root, table).reduce((sum, pid) => sum + cpuMsOf(table.get(pid) ?? []), 0)
  const groups = { server: of(processes.server), postgres: of(processes.postgres), node: of(processes.node) }
  const [, ...ticks] = readFileSync("/proc/stat", "utf8").split("\n", 1)[0]?.split(/\s+/) ?? []
  const times = ticks.slice(0, 8).map((text) => Number(text) * TICK_MS)
  const all = times.reduce((sum, each) => sum + each, 0)
  const idle = (times[3] ?? 0) + (times[4] ?? 0)
  return { at: performance.now(), groups, own: of(process.pid), all, busy: all - idle }
}

function cpuMsOf(fields: string[]): number {
  const ticks = [FIELD.user, FIELD.system, FIELD.childrenUser, FIELD.childrenSystem]
  return ticks.reduce((sum, field) => sum + Number(fields[field] ?? 0), 0) * TICK_MS
}

function processTable(): Map<number, string[]> {
  const table = new Map<number, string[]>()
  for (const name of readdirSync("/proc")) {
    if (!/^\d+$/.test(name)) continue
    try {
      const stat = readFileSync(`/proc/${name}/stat`, "utf8")
      table.set(Number(name), stat.slice(stat.lastIndexOf(")") + 2).split(" "))
    } catch {
      // It has ended meanwhile.
    }
  }
  return table
}
