/** Work that may have to wait. */
export interface Work {
  run(): Promise<void>
  /** Nobody waits for it any more. */
  isGone(): boolean
}

export interface Gate {
  /** @returns as `enter` does, and nothing begins */
  wait(): number
  /**
   * Begins the work now or later.
   *
   * @returns 0, or when there is no place for it the seconds after which there should be one; then it never begins
   */
  enter(work: Work): number
}

export interface GateOptions {
  underWay: number
  waiting: number
  /** how many connections have come so far: while they come, they come first */
  connections?: () => number
}

/** Until the first is measured: fifty a second. */
const FIRST_GUESS_MS = 20
/** The part that a new measurement has in what is known. */
const NEWEST = 0.1
/** For so long the next work gives way to connections that come; a crowd of ten thousand is in by then. */
const GIVES_WAY_MS = 100
/** Whoever is told to wait for longer does not come back. */
const LONGEST_MS = 30_000

/**
 * Lets so many works be under way at once, keeps so many waiting in order, and refuses the rest. What is refused costs
 * next to nothing, so that a crowd a hundred times too large is told within a moment, and what is inside is served as
 * fast as ever.
 *
 * When to come back is measured: those inside come first, then those who were refused before, each after the time that
 * one has taken lately. So a crowd that was sent away does not come back all at once.
 */
export function createGate({ underWay, waiting, connections = () => 0 }: GateOptions): Gate {
  const queue: Work[] = []
  let running = 0
  let isBeginning = false
  let everyMs = FIRST_GUESS_MS
  let lastEnd = 0
  let lastPromised = 0

  /**
   * One in each turn of the event loop: in between, who comes is let in or refused. And only in a turn in which nobody
   * has come: a turn takes one new connection in (libuv), so if each of them began a work as well, a crowd would stand
   * outside, unheard, for as long as it takes to serve it.
   */
  const beginNext = () => {
    if (isBeginning || running >= underWay || queue.length === 0) return
    isBeginning = true
    const since = performance.now()
    let seen: number | undefined
    const look = () => {
      const now = connections()
      if (now !== seen && performance.now() - since < GIVES_WAY_MS) {
        seen = now
        setImmediate(look)
        return
      }
      isBeginning = false
      const work = queue.shift()
      if (work && !work.isGone()) {
        running += 1
        void work.run().then(end, end)
      }
      beginNext()
    }
    setImmediate(look)
  }

  const end = () => {
    running -= 1
    const now = performance.now()
    // Between two ends while others wait lies what one costs; otherwise it is only how often somebody comes.
    if (queue.length > 0 && lastEnd > 0) everyMs += NEWEST * (Math.min(now - lastEnd, LONGEST_MS) - everyMs)
    lastEnd = queue.length > 0 ? now : 0
    beginNext()
  }

  const promise = () => {
    const now = performance.now()
    const afterAllInside = now + (running + queue.length) * everyMs
    lastPromised = Math.min(Math.max(lastPromised + everyMs, afterAllInside), now + LONGEST_MS)
    return Math.min(Math.max(1, Math.ceil((lastPromised - now) / 1_000)), LONGEST_MS / 1_000)
  }

  const wait = () => (running + queue.length >= underWay + waiting ? promise() : 0)

  return {
    wait,
    enter(work) {
      const seconds = wait()
      if (seconds > 0) return seconds
      queue.push(work)
      beginNext()
      return 0
    },
  }
}
