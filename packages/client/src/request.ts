import type { Problem } from "@/lib/problem-document"
import { MicroPayError } from "./errors"

export interface Sent {
  method: string
  url: string
  headers: Record<string, string>
  /** JSON */
  body: string | undefined
  /** the same request can be sent again: however often it arrives, it is done once */
  isRepeatable: boolean
  signal: AbortSignal | undefined
}

export interface Sending {
  fetch: typeof fetch
  /** how often a request is sent again, at most */
  retries: number
  /** how long one answer may take */
  timeoutMs: number
}

export interface Answer {
  json: unknown
  headers: Headers
}

const FIRST_WAIT_MS = 250
const LONGEST_WAIT_MS = 8_000
/** Whoever is told to come back later than this wants to know it. */
const LONGEST_ASKED_MS = 60_000

/**
 * Sends a request, and sends it again while nothing is wrong with it: with growing gaps, and as late as `Retry-After`
 * says. What is not repeatable is sent once, whatever comes of it.
 *
 * @throws MicroPayError for every outcome but 2xx
 */
export async function send(sent: Sent, sending: Sending): Promise<Answer> {
  for (let attempt = 0; ; attempt++) {
    try {
      return await sendOnce(sent, sending)
    } catch (error) {
      if (!(error instanceof MicroPayError) || !error.isTransient) throw error
      if (!sent.isRepeatable || attempt >= sending.retries) throw error
      const asked = (error.problem.retry_after ?? 0) * 1_000
      if (asked > LONGEST_ASKED_MS) throw error
      // Many clients that were cut off at once must not come back at once.
      const own = Math.min(FIRST_WAIT_MS * 2 ** attempt, LONGEST_WAIT_MS) * (0.5 + Math.random() / 2)
      await pause(Math.max(own, asked), sent.signal)
    }
  }
}

async function sendOnce({ method, url, headers, body, signal }: Sent, sending: Sending): Promise<Answer> {
  const inTime = AbortSignal.timeout(sending.timeoutMs)
  try {
    const response = await sending.fetch(url, {
      method,
      headers,
      ...(body === undefined ? {} : { body }),
      // A redirect could carry the key to somebody else.
      redirect: "error",
      signal: signal ? AbortSignal.any([signal, inTime]) : inTime,
    })
    const text = await response.text()
    const json = text === "" ? null : parsed(text)
    if (!response.ok) throw new MicroPayError(problemOf(json, response))
    if (json === undefined) throw unreachable("The answer is not one of this API.")
    return { json, headers: response.headers }
  } catch (error) {
    if (error instanceof MicroPayError || signal?.aborted) throw error
    throw unreachable("Nothing has answered.", error)
  }
}

function unreachable(detail: string, cause?: unknown): MicroPayError {
  return new MicroPayError({ code: "UNREACHABLE", status: 0, detail }, { cause })
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** A proxy in between may answer with a page of its own, or a limit of its own: any body must become a problem. */
function problemOf(json: unknown, { status, headers }: Response): Problem {
  const problem = typeof json === "object" && json !== null ? (json as Partial<Problem>) : {}
  const ofStatus = status === 429 ? "RATE_LIMITED" : "UNREACHABLE"
  const code = typeof problem.code === "string" ? problem.code : ofStatus
  const seconds = Number(headers.get("retry-after") ?? Number.NaN)
  return { ...problem, code, status, ...(seconds > 0 ? { retry_after: seconds } : {}) }
}

/** @throws the signal's reason when it is over before */
export async function pause(ms: number, signal?: AbortSignal): Promise<void> {
  signal?.throwIfAborted()
  await new Promise<void>((resolve, reject) => {
    const stop = () => {
      clearTimeout(timer)
      reject(signal?.reason)
    }
    const timer = setTimeout(() => {
      signal?.removeEventListener("abort", stop)
      resolve()
    }, ms)
    signal?.addEventListener("abort", stop, { once: true })
  })
}
