import { setTimeout as sleep } from "node:timers/promises"

/**
 * Waits until a condition holds, looking again every 50 ms.
 *
 * @returns false when it did not hold within `boundMs`
 */
export async function waitUntil(condition: () => boolean | Promise<boolean>, boundMs: number): Promise<boolean> {
  const deadline = Date.now() + boundMs
  for (;;) {
    if (await condition()) return true
    if (Date.now() >= deadline) return false
    await sleep(50)
  }
}
