import type { Problem } from "@/lib/problem-document"
import type { ErrorCode } from "./generated/api"

/**
 * What the API said instead of what was asked for; with the code UNREACHABLE it said nothing, or nothing it would say.
 */
export class MicroPayError extends Error {
  override readonly name = "MicroPayError"
  readonly code: ErrorCode | "UNREACHABLE"
  /** of HTTP; 0 where nothing answered */
  readonly status: number
  /** each wrong field of the request */
  readonly errors: NonNullable<Problem["errors"]>
  /** names the request in the operator's log */
  readonly requestId: string | undefined

  constructor(
    readonly problem: Problem,
    options?: { cause?: unknown },
  ) {
    super(problem.detail ?? problem.title ?? problem.code, options)
    this.code = problem.code as ErrorCode | "UNREACHABLE"
    this.status = problem.status
    this.errors = problem.errors ?? []
    this.requestId = problem.request_id
  }

  /** Nothing was wrong with the request: the same one may succeed a little later. */
  get isTransient(): boolean {
    const { status } = this
    return status === 0 || status === 429 || status >= 500 || this.problem.retry_after !== undefined
  }
}
