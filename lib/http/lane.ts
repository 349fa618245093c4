/**
 * Lets work through one after another, with a least time between two, and no more than so many waiting.
 *
 * @param spacingMs from the begin of one to the begin of the next
 * @returns undefined when too many wait already
 */
export function createLane({ spacingMs, waiting }: { spacingMs: number; waiting: number }) {
  let last: Promise<unknown> = Promise.resolve()
  let inside = 0
  return async function inLane<T>(work: () => Promise<T>): Promise<{ value: T } | undefined> {
    if (inside >= waiting) return undefined
    inside += 1
    const before = last
    const mine = before
      .then(work)
      .then((value) => ({ value }))
      .finally(() => {
        inside -= 1
      })
    const pause = new Promise((resolve) => before.then(() => setTimeout(resolve, spacingMs)))
    last = Promise.all([mine.catch(() => {}), pause])
    return mine
  }
}
