import type { IncomingMessage } from "node:http"
import { TX_BODY_BYTES } from "./api/fields"

/** No route behind a gate takes more. Of a longer body this and one byte are kept: its route refuses it by them. */
const MOST_BYTES = TX_BODY_BYTES
/** A body that takes longer comes from nobody who waits for the answer. */
const PATIENCE_MS = 30_000
/** What all bodies under way may take of the memory: some ten thousand signed payments. */
const ALL_BYTES = 32 * 1024 * 1024

/** @returns the body, or undefined when its sender went away or took too long, and the connection is closed */
export type ReadAhead = (incoming: IncomingMessage) => Promise<Uint8Array<ArrayBuffer> | undefined>

/**
 * Reads bodies before their requests take a place at a gate, where a few hundred that never end would keep everybody
 * else out. Here they take memory, and that is bounded: when there is too much of it, who began first is cut off.
 *
 * @param bounds for tests
 */
export function createReadAhead({ allBytes = ALL_BYTES, patienceMs = PATIENCE_MS } = {}): ReadAhead {
  /** Those under way, the oldest first, and how each is cut off. */
  const underWay = new Map<IncomingMessage, () => void>()
  let held = 0

  return (incoming) =>
    new Promise((resolve) => {
      const pieces: Uint8Array[] = []
      let bytes = 0
      const finish = (body?: Uint8Array<ArrayBuffer>) => {
        if (!underWay.delete(incoming)) return
        clearTimeout(timer)
        held -= bytes
        resolve(body)
      }
      const cutOff = () => {
        finish()
        incoming.destroy()
      }
      const take = (piece: Uint8Array) => {
        const kept = piece.subarray(0, MOST_BYTES + 1 - bytes)
        pieces.push(kept)
        bytes += kept.byteLength
        held += kept.byteLength
        if (bytes > MOST_BYTES) {
          incoming.off("data", take).pause()
          finish(Buffer.concat(pieces))
        }
        for (const [, cutOldest] of underWay) {
          if (held <= allBytes) break
          cutOldest()
        }
      }
      const timer = setTimeout(cutOff, patienceMs)
      underWay.set(incoming, cutOff)
      incoming.on("data", take)
      incoming.on("end", () => finish(Buffer.concat(pieces)))
      incoming.on("close", () => finish())
    })
}
