import { setTimeout as sleep } from "node:timers/promises"
import { isAlive, type ProcessIdentity } from "../process/identity"
import { describeFailure } from "../start-error"
import { say } from "./progress"

const STARTING_BOUND_MS = 30_000

/** What has to be stopped: a child, or anything that ends in the same way. */
export interface Stoppable {
  name: string
  ended: Promise<string>
  stop(): Promise<void>
}

/** Stops everything once, in the reverse order of starting: the web server first, the database last. */
export class Shutdown {
  readonly #abort = new AbortController()
  readonly #running: Stoppable[] = []
  #starting: Promise<unknown> = Promise.resolve()
  #last: (() => void) | undefined

  constructor(launcher: ProcessIdentity | undefined) {
    for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
      process.on(signal, () => this.#because(`${signal}: stopping`, 0))
    }
    this.#watchLauncher(launcher)
  }

  /** Aborted when the stopping begins. */
  get signal(): AbortSignal {
    return this.#abort.signal
  }

  /** A step that is under way is let finish before the stopping, or what it has just started would be left over. */
  waitFor(starting: Promise<unknown>): void {
    this.#starting = starting
  }

  /** Stops this one too, and stops everything else should it end by itself. */
  watch(child: Stoppable): void {
    this.#running.push(child)
    child.ended.then((why) => {
      this.#because(
        `${child.name} stopped by itself (${why}), so everything stops. Your data is safe; start again to go on.`,
        1,
      )
    })
  }

  /** Runs at the very end. */
  onLast(action: () => void): void {
    this.#last = action
  }

  async run(code: number): Promise<never> {
    this.#abort.abort()
    await Promise.race([Promise.allSettled([this.#starting]), sleep(STARTING_BOUND_MS)])
    let exitCode = code
    for (const child of this.#running.toReversed()) {
      try {
        await child.stop()
      } catch (error) {
        process.stderr.write(`${child.name}: ${describeFailure(error)}\n`)
        exitCode = 1
      }
    }
    this.#last?.()
    process.exit(exitCode)
  }

  #because(reason: string, code: number): void {
    if (this.signal.aborted) return
    say(`\n${reason}`)
    void this.run(code).then(undefined, () => process.exit(1))
  }

  /** npm that is killed cannot pass the signal on. Whoever killed it meant us. */
  #watchLauncher(launcher: ProcessIdentity | undefined): void {
    if (!launcher) return
    setInterval(() => {
      if (!isAlive(launcher)) this.#because("npm has gone: stopping", 1)
    }, 500).unref()
  }
}
