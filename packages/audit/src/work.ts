import type { Sha256 } from "@/lib/proof/liabilities"
import type { Findings } from "./faults"
import type { Node } from "./node"
import type { Progress, Step } from "./progress"
import type { Source } from "./source"

/** Longer than this nothing else in a browser's worker, or in a server, should wait. */
const BREATH_MS = 50

/** What every part of the audit works with. */
export class Work {
  #last = performance.now()

  constructor(
    readonly source: Source,
    readonly node: Node,
    readonly findings: Findings,
    readonly sha256: Sha256,
    readonly onProgress: (progress: Progress) => void,
  ) {}

  /** Now and then lets others have their turn, and says how far it is. */
  async breathe(step: Step, done: number, total?: number): Promise<void> {
    const now = performance.now()
    if (now - this.#last < BREATH_MS) return
    this.onProgress({ step, done, ...(total === undefined ? {} : { total }) })
    await new Promise((resolve) => setTimeout(resolve))
    this.#last = performance.now()
  }
}
