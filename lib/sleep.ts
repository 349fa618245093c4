import { setTimeout as delay } from "node:timers/promises"

/** Waits, or stops waiting at once when the signal is aborted. Never throws. */
export async function sleep(milliseconds: number, signal: AbortSignal): Promise<void> {
  await delay(milliseconds, undefined, { signal }).catch(() => {})
}
