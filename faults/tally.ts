import { afterEach, beforeEach } from "vitest"

declare module "vitest" {
  interface TaskMeta {
    /** for the report: what one test has run and checked */
    fault?: { row: string | undefined; runs: number; checks: number }
  }
}

/** Counted by what runs faults and checks invariants; each test begins at zero. */
export const tally: { row: string | undefined; runs: number; checks: number } = { row: undefined, runs: 0, checks: 0 }

beforeEach(() => {
  Object.assign(tally, { row: undefined, runs: 0, checks: 0 })
})
afterEach(({ task }) => {
  task.meta.fault = { ...tally }
})
