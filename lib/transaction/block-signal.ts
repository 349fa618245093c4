import { EventEmitter } from "node:events"
import { perProcess } from "@/lib/process"

const blocks = perProcess("blocks taken in", () => new EventEmitter().setMaxListeners(0))

/** A block was taken in: what waits for it in this process looks again. */
export function tellBlock(): void {
  blocks.emit("block")
}

/** Until the next one, or so many milliseconds: another process may be the one that follows the chain. */
export function nextBlockWithin(ms: number): Promise<void> {
  return new Promise((resolve) => {
    const end = () => {
      clearTimeout(timer)
      blocks.off("block", end)
      resolve()
    }
    const timer = setTimeout(end, ms)
    blocks.on("block", end)
  })
}
