import type { Conformance } from "./context"

/**
 * One thing that a chain does. It runs on the devnet and on a real node: both must show what is expected, and when both
 * run, the same observation to the letter.
 */
export interface Case {
  name: string
  run(on: Conformance): Promise<unknown>
  /** Part of the observation that is asserted on each chain alone; in a message, part of the words. */
  expected: unknown
  /** `expected` is the whole observation. */
  exact?: true
}

/** A refusal with this code, whose message contains these words. */
export const refused = (code: number, words: string) => ({ error: { code, message: words } })
export const ACCEPTED = { result: "0x(hash)" }
export const INVALID_PARAMS = -32602
