import { randomUUID } from "node:crypto"

/** One from the caller is taken when it cannot break a log line. */
export function requestIdOf(given: unknown): string {
  return typeof given === "string" && /^[\w.-]{1,128}$/.test(given) ? given : randomUUID()
}
