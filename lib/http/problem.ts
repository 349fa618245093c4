import { z } from "zod"
import { AppError, type FieldError, ValidationError } from "@/lib/errors"
import { PAUSE_SCOPES } from "@/lib/pause-scopes"
import { FIELD_REASONS, REASONS } from "@/lib/reasons"
import { type HttpCode, PROBLEM_MEANINGS, type ProblemCode } from "./problem-meanings"

/** The HTTP status of each code; a verb knows of none. */
export const STATUS_OF: Record<ProblemCode, number> = {
  VALIDATION_ERROR: 400,
  UNAUTHORIZED: 401,
  FORBIDDEN: 403,
  SECOND_FACTOR_NEEDED: 403,
  KEY_REVOKED: 401,
  ORIGIN_NOT_ALLOWED: 403,
  NOT_FOUND: 404,
  METHOD_NOT_ALLOWED: 405,
  STATE_MISMATCH: 409,
  HOLD_LOST: 409,
  INPUT_SPENT: 409,
  TX_MISMATCH: 409,
  PAYMENT_IN_PROGRESS: 409,
  LINK_UNAVAILABLE: 409,
  ALREADY_PAID: 409,
  ALREADY_PAID_OUT: 409,
  REFERENCE_TAKEN: 409,
  NAME_UNAVAILABLE: 409,
  IDEMPOTENCY_CONFLICT: 409,
  APPROVAL_NEEDED: 409,
  PAYLOAD_TOO_LARGE: 413,
  INSUFFICIENT_BALANCE: 422,
  INVALID_SIGNATURE: 422,
  RATE_LIMITED: 429,
  INTERNAL_ERROR: 500,
  CHAIN_ERROR: 502,
  NO_PLATFORM_CELL: 503,
  PAUSED: 503,
  CATCHING_UP: 503,
  OVERLOADED: 503,
  SCHEMA_NEWER: 503,
}

export class HttpError extends Error {
  override readonly name = "HttpError"

  constructor(
    readonly code: HttpCode,
    message: string,
    readonly headers: Record<string, string> = {},
  ) {
    super(message)
  }
}

/** The members of RFC 9457, and ours. */
interface Problem {
  type: string
  title: string
  status: number
  detail: string
  code: ProblemCode
  request_id: string
  errors?: FieldError[]
  [detail: string]: unknown
}

const shannons = z.string().optional().meta({ description: "Shannons" })

/** What stands in the contract for every error. Its details differ by code and reason. */
export const problemReply = z
  .looseObject({
    type: z.string(),
    title: z.string(),
    status: z.int(),
    detail: z.string(),
    code: z.string(),
    request_id: z.string(),
    errors: z
      .array(
        z.object({
          path: z.string(),
          message: z.string(),
          reason: z.enum(FIELD_REASONS).optional(),
          least: shannons,
        }),
      )
      .optional(),
    reason: z.enum(REASONS).optional().meta({ description: "Why exactly, where one code stands for several things" }),
    retry_after: z.int().optional().meta({ description: "Seconds, as in the header Retry-After" }),
    scope: z.enum(PAUSE_SCOPES).optional().meta({ description: "PAUSED: what stands still" }),
    balance: shannons,
    required: shannons,
    missing: shannons,
    must_stay: shannons,
    maturing: shannons,
    available: shannons,
    most: shannons,
    withdrawable: shannons,
    shortfall: shannons,
    cells: z.int().optional(),
    address: z.string().optional(),
    payment_id: z.int().optional(),
  })
  .meta({ id: "Problem", description: "RFC 9457" })

/** Any thrown value as an RFC 9457 reply. What is not an `AppError` says nothing about itself: it may hold a secret. */
export function problemResponse(error: unknown, requestId: string): Response {
  const { body, ...rest } = problemParts(error, requestId)
  return new Response(body, rest)
}

/** The same reply for whoever has no `Response` to give. */
export function problemParts(
  error: unknown,
  requestId: string,
): { status: number; headers: Record<string, string>; body: string } {
  const { problem, headers } = problemOf(error, requestId)
  return {
    status: problem.status,
    headers: { ...headers, "content-type": "application/problem+json", "cache-control": "no-store" },
    body: JSON.stringify(problem, bigintAsText),
  }
}

function problemOf(error: unknown, requestId: string): { problem: Problem; headers: Record<string, string> } {
  if (error instanceof HttpError) {
    const { code, message, headers } = error
    const later = headers["retry-after"] === undefined ? {} : { retry_after: Number(headers["retry-after"]) }
    return { problem: { ...members(code, PROBLEM_MEANINGS[code].title, message, requestId), ...later }, headers }
  }
  if (error instanceof AppError) {
    const base = members(error.code, error.title, error.message, requestId)
    const seconds = error.retryAfter === undefined ? undefined : Math.max(1, Math.ceil(error.retryAfter))
    const headers: Record<string, string> = seconds === undefined ? {} : { "retry-after": String(seconds) }
    // The standard members come last: a detail cannot take their place.
    const errors = error.errors.length > 0 ? { errors: error.errors } : {}
    const later = seconds === undefined ? {} : { retry_after: seconds }
    return { problem: { ...error.details, ...base, ...later, ...errors }, headers }
  }
  const detail = "Something went wrong on our side. Ask for this payment's state before you pay again."
  return { problem: members("INTERNAL_ERROR", PROBLEM_MEANINGS.INTERNAL_ERROR.title, detail, requestId), headers: {} }
}

function members(code: ProblemCode, title: string, detail: string, requestId: string): Problem {
  return { type: `urn:micro-pay:error:${code}`, title, status: STATUS_OF[code], detail, code, request_id: requestId }
}

/** `details` may hold amounts. */
export function bigintAsText(_key: string, value: unknown): unknown {
  return typeof value === "bigint" ? value.toString() : value
}

/** A body of nothing but mistakes gets no reply that is ten times as long. */
const ERRORS_TOLD = 50

/** Zod's findings in the words of the API: one line for each field. */
export function toValidationError(error: z.ZodError): ValidationError {
  const all = error.issues.flatMap((issue): FieldError[] => {
    if (issue.code === "unrecognized_keys") {
      return issue.keys.map((key) => ({ path: pathText([...issue.path, key]), message: "is not a known field" }))
    }
    const missing = issue.code === "invalid_type" && issue.message.endsWith("received undefined")
    return [{ path: pathText(issue.path), message: missing ? "is missing" : issue.message }]
  })
  const errors = all.slice(0, ERRORS_TOLD)
  const [first] = errors
  const more = all.length > 1 ? `, and ${all.length - 1} more` : ""
  return new ValidationError(`${first?.path || "The body"}: ${first?.message ?? "is not valid"}${more}`, { errors })
}

/** `splits[0].bps` */
function pathText(path: readonly PropertyKey[]): string {
  return path.reduce<string>((text, step) => {
    if (typeof step === "number") return `${text}[${step}]`
    return text === "" ? String(step) : `${text}.${String(step)}`
  }, "")
}
