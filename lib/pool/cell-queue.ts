import { nextBlockWithin } from "@/lib/transaction/block-signal"
import type { Hold } from "./hold"

export interface CellQueue {
  /** how many wait */
  readonly length: number
  /**
   * For a cell, after all who have come before.
   *
   * @returns undefined when there was none for so many milliseconds
   */
  wait(ms: number): Promise<Hold | undefined>
  /** Gives the one who has waited longest a cell that came another way. False when nobody waits. */
  give(hold: Hold): boolean
}

/** Looked for at once. More would keep others from the connections. */
const AT_ONCE = 4
/** Between two looks, when no block says that there may be cells. */
const LOOK_MS = 100

interface Waiter {
  until: number
  resolve(hold: Hold | undefined): void
  reject(error: unknown): void
}

/**
 * Those who wait for a cell, the first one first. Together they ask the database no oftener than one would.
 *
 * @param choose looks for a cell; undefined when there is none now
 */
export function createCellQueue(choose: () => Promise<Hold | undefined>): CellQueue {
  const waiting: Waiter[] = []
  let isLooking = false

  const give = (hold: Hold) => {
    const first = waiting.shift()
    first?.resolve(hold)
    return first !== undefined
  }

  const look = async () => {
    while (waiting.length > 0) {
      const now = performance.now()
      // All wait equally long at most, so those whose time is over stand in front.
      while (waiting[0] && waiting[0].until <= now) waiting.shift()?.resolve(undefined)
      const wanted = Math.min(waiting.length, AT_ONCE)
      const found = (await Promise.all(Array.from({ length: wanted }, choose))).filter((hold) => hold !== undefined)
      // One that nobody wants any more is held for nobody, and is the last to be chosen for a second.
      for (const hold of found) give(hold)
      if (found.length < wanted) await nextBlockWithin(LOOK_MS)
    }
  }

  const start = async () => {
    if (isLooking) return
    isLooking = true
    try {
      await look()
    } catch (error) {
      for (const { reject } of waiting.splice(0)) reject(error)
    } finally {
      isLooking = false
    }
  }

  return {
    get length() {
      return waiting.length
    },
    wait: (ms) =>
      new Promise((resolve, reject) => {
        waiting.push({ until: performance.now() + ms, resolve, reject })
        void start()
      }),
    give,
  }
}
