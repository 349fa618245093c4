import type { Context } from "@/lib/context"
import { AppError } from "@/lib/errors"
import { describeFailure } from "@/lib/failure"
import { createLogger } from "@/lib/log"
import { perProcess } from "@/lib/process"
import { HttpError } from "./problem"

/** Machines ask for these every few seconds. */
const QUIET = new Set(["/api/health", "/api/ready", "/api/metrics"])

export interface RequestLine {
  method: string
  /** the template: real paths and queries say who paid whom */
  path: string
  status: number
  ms: number
  requestId: string
}

/** One line a request, never a body. Without a context (the process is starting) only errors are logged. */
export function logRequest(ctx: Context | undefined, line: RequestLine): void {
  ctx?.log[QUIET.has(line.path) ? "debug" : "info"](line, "request")
}

/**
 * Why a request ended with 5xx. What a verb foresaw is a warning; the rest comes with its stack. Drivers quote values
 * in their messages, so whatever looks like a key or a transaction is cut out.
 */
export function logFailure(
  ctx: Context | undefined,
  error: unknown,
  line: Pick<RequestLine, "path" | "requestId">,
): void {
  const log = ctx?.log ?? perProcess("http-log", () => createLogger("info"))
  const entry = { ...line, name: nameOf(error), reason: ctx && reasonOf(ctx, error) }
  if (error instanceof AppError || error instanceof HttpError) {
    log.warn({ ...entry, cause: ctx && reasonOf(ctx, error.cause) }, "request failed")
  } else {
    const stack = error instanceof Error ? error.stack?.split("\n").filter((frame) => /^\s+at /.test(frame)) : undefined
    log.error({ ...entry, stack: stack?.slice(0, 8) }, "request failed")
  }
}

function reasonOf({ config }: Context, error: unknown): string | undefined {
  return error === undefined ? undefined : withoutLongValues(describeFailure(error, config))
}

function withoutLongValues(text: string): string {
  return text.replace(/[\w+/-]{40,}/g, "[long value]")
}

function nameOf(error: unknown): string {
  return error instanceof Error ? error.name : typeof error
}
