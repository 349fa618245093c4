import { ChainError } from "@/lib/errors"

const TIMEOUT_MS = 10_000
/** A node that asks for more is asked again after so much: it may have meant it for somebody else. */
const LONGEST_QUIET_S = 60

/** Thrown instead of `ChainError` for an answer that may only mean that the endpoint takes no batches. */
export class BatchRefused extends Error {}

/** What one answer may cost, where strangers choose what is asked. */
export interface Bounds {
  /** until the whole answer is here */
  ms: number
  /** of the answer */
  bytes: number
}

/**
 * Posts JSON to one endpoint. @throws ChainError that names the kind of failure and never the URL, which may hold a
 * secret
 */
export type Post = (body: unknown, bounds?: Bounds) => Promise<unknown>

/**
 * User and password in the URL go along as HTTP Basic: `fetch` refuses such a URL, and nobody else gets to see it.
 * While an endpoint has asked for quiet (429 or 503 with Retry-After) it is not asked at all.
 */
export function connectTransport(endpoint: string): Post {
  const url = new URL(endpoint)
  const headers = { "content-type": "application/json", ...authorization(url) }
  url.username = ""
  url.password = ""
  let quiet: { until: number; status: number } | undefined

  return async (body, bounds) => {
    const wait = quiet ? Math.ceil((quiet.until - Date.now()) / 1_000) : 0
    if (quiet && wait > 0)
      throw unreachable(`HTTP ${quiet.status}: it wants to be asked less often`, { retryAfter: wait })
    const ms = bounds?.ms ?? TIMEOUT_MS
    const response = await send(url, headers, body, ms)
    if (response.ok) return readJson(response, { isBatch: Array.isArray(body), ms, bytes: bounds?.bytes })
    await response.body?.cancel().catch(() => undefined)
    const { status } = response
    const retryAfter = secondsOf(response.headers.get("retry-after"))
    if (retryAfter !== undefined && (status === 429 || status === 503))
      quiet = { until: Date.now() + retryAfter * 1_000, status }
    // A client error that is not about who asks, or how often.
    if (Array.isArray(body) && [400, 404, 405, 413, 415, 422, 501].includes(status)) throw new BatchRefused()
    throw unreachable(`HTTP ${status}`, { retryAfter })
  }
}

function authorization({ username, password }: URL): Record<string, string> {
  if (username === "" && password === "") return {}
  const credentials = `${decodeURIComponent(username)}:${decodeURIComponent(password)}`
  return { authorization: `Basic ${Buffer.from(credentials).toString("base64")}` }
}

async function send(url: URL, headers: Record<string, string>, body: unknown, ms: number): Promise<Response> {
  try {
    return await fetch(url, {
      method: "POST",
      headers,
      body: JSON.stringify(body),
      // A redirected POST becomes a GET, and would take the password to wherever the answer says.
      redirect: "manual",
      signal: AbortSignal.timeout(ms),
    })
  } catch (cause) {
    throw unreachable(kindOf(cause, ms), { cause })
  }
}

interface ReadOptions {
  isBatch: boolean
  ms: number
  /** absent: what we ask for by ourselves has bounds of its own */
  bytes: number | undefined
}

async function readJson(response: Response, { isBatch, ms, bytes }: ReadOptions): Promise<unknown> {
  try {
    return await (bytes === undefined ? response.json() : readAtMost(response, bytes))
  } catch (cause) {
    if (cause instanceof ChainError) throw cause
    if (!(cause instanceof SyntaxError)) throw unreachable(kindOf(cause, ms), { cause })
    if (isBatch) throw new BatchRefused()
    throw unreachable("its answer was not JSON")
  }
}

async function readAtMost(response: Response, bytes: number): Promise<unknown> {
  const chunks: Uint8Array[] = []
  let size = 0
  // Leaving the loop early ends the connection.
  for await (const chunk of (response.body ?? []) as AsyncIterable<Uint8Array>) {
    size += chunk.byteLength
    if (size > bytes) throw unreachable("its answer was too long")
    chunks.push(chunk)
  }
  return JSON.parse(Buffer.concat(chunks).toString("utf8"))
}

function kindOf(cause: unknown, ms: number): string {
  const isLate = cause instanceof Error && cause.name === "TimeoutError"
  // Not how the connection failed: that changes while a node restarts, and each change would be a line of the log.
  return isLate ? `nothing within ${ms / 1_000} seconds` : "no connection"
}

/** @param value seconds or a date (RFC 9110) */
function secondsOf(value: string | null): number | undefined {
  if (value === null) return undefined
  const seconds = /^\d+$/.test(value) ? Number(value) : Math.ceil((Date.parse(value) - Date.now()) / 1_000)
  return Number.isNaN(seconds) ? undefined : Math.min(Math.max(seconds, 1), LONGEST_QUIET_S)
}

/** @param kind what happened, in words that a stranger may read */
export function unreachable(
  kind: string,
  options: { cause?: unknown; retryAfter?: number | undefined } = {},
): ChainError {
  return new ChainError(
    `The CKB node did not answer (${kind}). Nothing was sent and no money moved. Try again in a moment.`,
    { cause: options.cause, retryAfter: options.retryAfter ?? 5 },
  )
}
