import type { FieldReason, Reason } from "./reasons"

/**
 * What the API can answer besides success: one class a meaning. Each says what happened, whether money moved and what
 * to do next in `message`, which people read; `details` is for programs. Neither may carry a secret or a whole
 * transaction.
 */
export type ErrorCode =
  | "VALIDATION_ERROR"
  | "UNAUTHORIZED"
  | "FORBIDDEN"
  | "SECOND_FACTOR_NEEDED"
  | "KEY_REVOKED"
  | "ORIGIN_NOT_ALLOWED"
  | "NOT_FOUND"
  | "STATE_MISMATCH"
  | "HOLD_LOST"
  | "INPUT_SPENT"
  | "TX_MISMATCH"
  | "PAYMENT_IN_PROGRESS"
  | "LINK_UNAVAILABLE"
  | "ALREADY_PAID"
  | "ALREADY_PAID_OUT"
  | "REFERENCE_TAKEN"
  | "NAME_UNAVAILABLE"
  | "IDEMPOTENCY_CONFLICT"
  | "INSUFFICIENT_BALANCE"
  | "INVALID_SIGNATURE"
  | "RATE_LIMITED"
  | "CHAIN_ERROR"
  | "NO_PLATFORM_CELL"
  | "APPROVAL_NEEDED"
  | "PAUSED"
  | "CATCHING_UP"
  | "SCHEMA_NEWER"
  | "INTERNAL_ERROR"

export interface FieldError {
  /** JSON path of the field, e.g. `splits[0].bps` */
  path: string
  message: string
  reason?: FieldReason
  /** shannons, of what is too small */
  least?: string
}

/** `reason` is for pages, which say it in their reader's language with the amounts (shannons) and counts beside it. */
export interface Details {
  reason?: Reason
  [name: string]: unknown
}

interface Options {
  details?: Details
  errors?: FieldError[]
  /** seconds until it makes sense to ask again; becomes `Retry-After` */
  retryAfter?: number
  cause?: unknown
}

export abstract class AppError extends Error {
  abstract readonly code: ErrorCode
  abstract readonly title: string
  /** Whether the same request may succeed later, unchanged. Jobs and webhooks decide by it. */
  readonly retryable: boolean = false
  readonly details: Details
  readonly errors: FieldError[]
  readonly retryAfter: number | undefined

  constructor(message: string, options: Options = {}) {
    super(message, { cause: options.cause })
    // Not the class's own name, which a production build shortens. `code` says which error it is.
    this.name = "AppError"
    this.details = options.details ?? {}
    this.errors = options.errors ?? []
    this.retryAfter = options.retryAfter
  }
}

export class ValidationError extends AppError {
  readonly code = "VALIDATION_ERROR"
  readonly title = "The request is not valid"

  /** The common case: one field is wrong. */
  static field(path: string, message: string, why: Pick<FieldError, "reason" | "least"> = {}): ValidationError {
    return new ValidationError(`${path}: ${message}`, { errors: [{ path, message, ...why }] })
  }
}

export class Unauthorized extends AppError {
  readonly code = "UNAUTHORIZED"
  readonly title = "Sign in first"
}

export class Forbidden extends AppError {
  readonly code = "FORBIDDEN"
  readonly title = "Not allowed"
}

/** The operator is known, and must show the second factor for this. */
export class SecondFactorNeeded extends AppError {
  readonly code = "SECOND_FACTOR_NEEDED"
  readonly title = "The second factor is needed"
}

/** An API key that was good once: revoked, or expired. */
export class KeyRevoked extends AppError {
  readonly code = "KEY_REVOKED"
  readonly title = "This API key has ended"
}

/** A publishable key on a page that it does not belong to: `details.origin` is what the browser said. */
export class OriginNotAllowed extends AppError {
  readonly code = "ORIGIN_NOT_ALLOWED"
  readonly title = "This API key does not belong to this page"
}

export class NotFound extends AppError {
  readonly code = "NOT_FOUND"
  readonly title = "Not found"
}

export class StateMismatch extends AppError {
  readonly code = "STATE_MISMATCH"
  readonly title = "Not possible in this state"
}

export class HoldLost extends AppError {
  readonly code = "HOLD_LOST"
  readonly title = "Prepare this payment again"
  override readonly retryable = true
}

export class InputSpent extends AppError {
  readonly code = "INPUT_SPENT"
  readonly title = "A cell of this payment is already spent"
}

export class TxMismatch extends AppError {
  readonly code = "TX_MISMATCH"
  readonly title = "Not the transaction that was prepared"
}

export class PaymentInProgress extends AppError {
  readonly code = "PAYMENT_IN_PROGRESS"
  readonly title = "An earlier payment is still on its way"
  override readonly retryable = true
}

/** A payment link that is closed or over: `details.link_status` says which. */
export class LinkUnavailable extends AppError {
  readonly code = "LINK_UNAVAILABLE"
  readonly title = "This payment link cannot be paid"
}

/** What may be paid once has been, or is on its way; `details.payment_id` is there for who may know. */
export class AlreadyPaid extends AppError {
  readonly code = "ALREADY_PAID"
  readonly title = "This is paid already"
}

/**
 * What a refund would give back is in a payout: `details.left` is what is not, in shannons, and `details.pay_back` the
 * checkout that pays the sender.
 */
export class AlreadyPaidOut extends AppError {
  readonly code = "ALREADY_PAID_OUT"
  readonly title = "This has been paid out"
}

/** Another link of the receiver has this reference, and asks for something else: `details.link` is its slug. */
export class ReferenceTaken extends AppError {
  readonly code = "REFERENCE_TAKEN"
  readonly title = "Another link has this reference"
}

/** A name that a receiver's page cannot have: `details.name_is` says `taken`, `reserved` or `used_up`. */
export class NameUnavailable extends AppError {
  readonly code = "NAME_UNAVAILABLE"
  readonly title = "This name cannot be had"
}

export class IdempotencyConflict extends AppError {
  readonly code = "IDEMPOTENCY_CONFLICT"
  readonly title = "This idempotency key was used for another request"
}

export class InsufficientBalance extends AppError {
  readonly code = "INSUFFICIENT_BALANCE"
  readonly title = "Not enough CKB"
}

export class InvalidSignature extends AppError {
  readonly code = "INVALID_SIGNATURE"
  readonly title = "The signature does not match"
}

export class RateLimited extends AppError {
  readonly code = "RATE_LIMITED"
  readonly title = "Too many requests"
  override readonly retryable = true
}

export class ChainError extends AppError {
  readonly code = "CHAIN_ERROR"
  readonly title: string = "The CKB node did not answer"
  override readonly retryable = true
}

export class NoPlatformCell extends AppError {
  readonly code = "NO_PLATFORM_CELL"
  readonly title = "All platform cells are busy"
  override readonly retryable = true
}

export class ApprovalNeeded extends AppError {
  readonly code = "APPROVAL_NEEDED"
  readonly title = "The operator must approve this payout"
  override readonly retryable = true
}

export class Paused extends AppError {
  readonly code = "PAUSED"
  readonly title = "Paused by the operator"
  override readonly retryable = true
}

/**
 * The database has not taken in the newest blocks, or the node is behind it: nothing can be signed until they agree.
 */
export class CatchingUp extends AppError {
  readonly code = "CATCHING_UP"
  readonly title = "The platform is catching up with the chain"
  override readonly retryable = true
}

/** Another instance of a newer version has changed the database's schema under this one. */
export class SchemaNewer extends AppError {
  readonly code = "SCHEMA_NEWER"
  readonly title = "This server is being replaced"
  override readonly retryable = true

  constructor() {
    super(
      "The database was brought to a newer version of micro-pay than this server's, so it signs nothing more. No money moved. Ask again in a moment: a server of the newer version answers then.",
      { retryAfter: 5 },
    )
  }
}
