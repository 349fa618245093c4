import { AsyncLocalStorage } from "node:async_hooks"
import { context, isSpanContextValid, ROOT_CONTEXT, type Span, SpanStatusCode, trace } from "@opentelemetry/api"
import { perProcess } from "./process"

/** The steps from prepare to paid, as traces name them. */
export type Step =
  | "payment.prepare"
  | "payment.submit"
  | "transaction.sign"
  | "transaction.send"
  | `${"payment" | "settlement" | "pool_operation"}.${"committed" | "confirmed"}`
  | "job.run"
  | "webhook.deliver"

/** All that a step says of itself: which row it is about. Never an address, an amount, a key or somebody's words. */
export type StepIds = Partial<
  Record<`${"payment" | "settlement" | "pool_operation" | "webhook" | "event"}_id`, bigint | null> & { job: string }
>

const tracer = () => trace.getTracer("micro-pay")

/**
 * Does a step within a span of OpenTelemetry. Without an SDK, which is the operator's to bring (docs/operations.md,
 * "Traces"), its API does nothing and costs some hundred nanoseconds.
 */
export async function inSpan<T>(step: Step, ids: StepIds, work: () => Promise<T>): Promise<T> {
  return tracer().startActiveSpan(step, async (span) => {
    sayIds(span, ids)
    try {
      return await work()
    } catch (error) {
      // A refusal's code and no message: that may quote what somebody typed.
      const code = (error as { code?: unknown } | null)?.code
      span.setStatus({ code: SpanStatusCode.ERROR, message: typeof code === "string" ? code : "failed" })
      throw error
    } finally {
      span.end()
    }
  })
}

/** Adds to the step under way what it is about, once that is known. */
export function sayInSpan(ids: StepIds): void {
  const span = trace.getActiveSpan()
  if (span) sayIds(span, ids)
}

/**
 * Tells what became, by the chain's doing, of something that was signed in another trace: a trace of its own, for days
 * may lie between them, which links to that one.
 */
export function tellStep(step: Step, ids: StepIds, traceParent: string | null): void {
  const [, traceId, spanId, flags] = traceParent?.split("-") ?? []
  if (!traceId || !spanId) return
  const link = { context: { traceId, spanId, traceFlags: Number.parseInt(flags ?? "0", 16), isRemote: true } }
  const span = tracer().startSpan(step, { root: true, links: [link] }, ROOT_CONTEXT)
  sayIds(span, ids)
  span.end()
}

/** The step under way in the form of the header `traceparent` (W3C Trace Context, 3.2); null where nobody traces. */
export function traceParent(): string | null {
  const span = trace.getSpanContext(context.active())
  if (!span || !isSpanContextValid(span)) return null
  return `00-${span.traceId}-${span.spanId}-${span.traceFlags.toString(16).padStart(2, "0")}`
}

function sayIds(span: Span, ids: StepIds): void {
  for (const [name, value] of Object.entries(ids))
    if (value !== null && value !== undefined)
      span.setAttribute(`micropay.${name}`, typeof value === "bigint" ? Number(value) : value)
}

const requests = () => perProcess("request-ids", () => new AsyncLocalStorage<string>())

/** Whatever `work` logs is tied to this request. */
export function inRequest<T>(requestId: string, work: () => Promise<T>): Promise<T> {
  return requests().run(requestId, work)
}

/** What each line of the log is tied to. */
export function logTies(): Record<string, string> {
  const requestId = requests().getStore()
  const span = trace.getSpanContext(context.active())
  return {
    ...(requestId === undefined ? {} : { requestId }),
    ...(span && isSpanContextValid(span) ? { trace_id: span.traceId, span_id: span.spanId } : {}),
  }
}
