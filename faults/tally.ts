import { afterEach, beforeEach } from "vitest"

declare module "vitest" {
  interface TaskMeta {
    /** for the report: what one test has run and checked */
    fault?: Tally
  }
}

interface Tally {
  /** what to call it, when several tests are one row */
  row: string | undefined
  runs: number
  checks: number
  /** figures that were measured */
  seen: string | undefined
}

/** Counted by what runs faults and checks invariants; each test begins at zero. */
export const tally: Tally = { row: undefined, runs: 0, checks: 0, seen: undefined }

beforeEach(() => {
  Object.assign(tally, { row: undefined, runs: 0, checks: 0, seen: undefined })
})
afterEach(({ task }) => {
  task.meta.fault = { ...tally }
})
