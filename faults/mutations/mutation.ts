/** One guard taken away, and the test that must notice. */
export interface Mutation {
  /** What the guard does, in words */
  guard: string
  /** Number of the fault that it is there for: see `faults` below */
  fault: Fault
  file: string
  /** Stands in the file exactly once */
  find: string
  /** What it says without the guard */
  replace: string
  /**
   * A second guard of the same thing in the same file, which holds alone and is there for a race: both are taken away
   */
  also?: { find: string; replace: string }
  /** The file of the tests that must turn red, and a part of their name; all of the file when absent */
  red: { file: string; test?: string }
}

export const faults = {
  1: "kill -9 at every failpoint",
  2: "node down, slow, wrong or stale",
  3: "transaction rejected, dropped, forgotten",
  4: "reorganisations",
  5: "the sender spends their cell elsewhere",
  6: "a platform cell spent from outside",
  7: "the same at once: transfers, prepares, instances, workers",
  8: "PostgreSQL restarted, cut off, full",
  9: "a clock that is wrong",
  10: "fees rise",
  11: "one bad receiver",
  12: "another database, chain or key; strangers' cells and transactions",
  13: "denial of inventory",
  14: "random histories",
  15: "signing on top of a chain that is not known",
  16: "strangers who ask, guess and repeat",
  17: "an operator's password, session or phone in the wrong hands",
  18: "an operator who lies about what is owed and held",
} as const
export type Fault = keyof typeof faults
