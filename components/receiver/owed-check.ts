import type { AuditResult, Progress } from "@/packages/audit/src"

/** What the page asks its worker for. */
export interface CheckRequest {
  address: string
  /** the address of the node that is asked; null: this site's */
  node: string | null
  /** the proof that this browser was shown the last time */
  seen?: unknown
}

/** What the worker says. */
export type CheckNews =
  | { kind: "progress"; progress: Progress }
  | { kind: "result"; result: AuditResult }
  | { kind: "failed" }
