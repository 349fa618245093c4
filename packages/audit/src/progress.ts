/** What the audit is at, in its order. */
export const STEPS = ["manifests", "movements", "reserves", "leaves", "credits", "payouts"] as const
export type Step = (typeof STEPS)[number]

export interface Progress {
  step: Step
  done: number
  /** absent while nobody knows how many there will be */
  total?: number
}
