import type { CpuUse, Group } from "../cpu"
import { type Figures, percentile } from "../figures"
import type { Measured } from "../loops"
import type { Sender } from "../senders"
import type { Stack } from "../stack"

/** What a measure works on. */
export interface Run {
  stack: Stack
  senders: Sender[]
  figures: Figures
  /** of each measured part */
  seconds: number
  say(line: string): void
  /** Around a measured part: has the server profile itself, where that was asked for. */
  profiled(name: string): () => Promise<void>
}

const GROUPS: Group[] = ["server", "postgres", "node"]

/** CPU of so many pieces, each alone and what the platform itself takes: server and PostgreSQL. */
export function addCpu({ figures }: Run, name: string, { ms, others }: CpuUse, count: number): void {
  if (count === 0) return
  for (const group of GROUPS) figures.add(`${name}: CPU, ${group}`, "ms", ms[group] / count)
  figures.add(`${name}: CPU, server + postgres`, "ms", (ms.server + ms.postgres) / count)
  figures.add(`${name}: the machine's share of others`, "", others)
}

/** Rate, latency and CPU of what was done again and again, and what went wrong meanwhile. */
export function addMeasured(run: Run, name: string, { times, errors, cpu }: Measured): void {
  const { figures } = run
  figures.add(`${name}: rate`, "1/s", times.length / (cpu.wallMs / 1_000))
  figures.add(`${name}: p50`, "ms", percentile(times, 50))
  figures.add(`${name}: p99`, "ms", percentile(times, 99))
  addCpu(run, name, cpu, times.length)
  addErrors(run, name, errors)
}

export function addErrors({ figures }: Run, name: string, errors: Record<string, number>): void {
  for (const [code, count] of Object.entries(errors)) figures.add(`${name}: ${code}`, "times", count)
}
