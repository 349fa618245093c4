import { setTimeout as sleep } from "node:timers/promises"
import { type CpuUse, type Processes, startCpuMeter } from "./cpu"
import type { Answer } from "./http"

export interface Outcome {
  ok: boolean
  ms: number
  /** why not, in a word */
  code?: string
  /** seconds that the server asks to wait */
  retryAfter?: number
}

export interface Measured {
  /** milliseconds of each that went well */
  times: number[]
  /** how often what went wrong */
  errors: Record<string, number>
  cpu: CpuUse
}

/** When nothing says how long. */
const RETRY_MS = 250

export function outcomeOf({ status, json, headers, ms }: Answer): Outcome {
  const retryAfter = Number(headers["retry-after"])
  const ok = status >= 200 && status < 300
  return {
    ok,
    ms,
    ...(ok ? {} : { code: `${status} ${json?.code ?? ""}`.trim() }),
    ...(retryAfter > 0 ? { retryAfter } : {}),
  }
}

/** What a client does before it asks again: not all of them in the same instant. */
export function backOff({ retryAfter }: Pick<Outcome, "retryAfter">): Promise<void> {
  return sleep((retryAfter === undefined ? RETRY_MS : retryAfter * 1_000) * (0.5 + Math.random()))
}

interface LoopOptions {
  processes: Processes
  workers: number
  warmMs: number
  ms: number
  /** is told when the measured part begins and when it ends */
  mark?: () => Promise<void>
}

/** So many workers, each of which does the next piece as soon as its last one is done. A cold server costs twice. */
export async function closedLoop(
  { processes, workers, warmMs, ms, mark = async () => {} }: LoopOptions,
  work: (worker: number, isOver: () => boolean) => Promise<Outcome>,
): Promise<Measured> {
  let phase: "warming" | "measured" | "over" = "warming"
  const times: number[] = []
  const errors: Record<string, number> = {}
  const isOver = () => phase === "over"
  const all = Array.from({ length: workers }, async (_, worker) => {
    while (!isOver()) {
      const outcome = await work(worker, isOver)
      if (phase === "measured") {
        if (outcome.ok) times.push(outcome.ms)
        else note(errors, outcome)
      }
      if (!outcome.ok && !isOver()) await backOff(outcome)
    }
  })
  await sleep(warmMs)
  await mark()
  phase = "measured"
  const stopMeter = startCpuMeter(processes)
  await sleep(ms)
  const cpu = stopMeter()
  phase = "over"
  await mark()
  await Promise.all(all)
  return { times, errors, cpu }
}

/** Does each piece once, so many at a time. */
export async function each<T>(pieces: readonly T[], atOnce: number, work: (piece: T) => Promise<void>): Promise<void> {
  const waiting = pieces.values()
  const worker = async () => {
    for (const piece of waiting) await work(piece)
  }
  await Promise.all(Array.from({ length: Math.min(atOnce, pieces.length) }, worker))
}

export function note(errors: Record<string, number>, { code = "?" }: Pick<Outcome, "code">): void {
  errors[code] = (errors[code] ?? 0) + 1
}
