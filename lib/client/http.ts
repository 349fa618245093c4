import type { Problem } from "@/lib/problem-document"

/** A reply of the API that is not a success, or no reply at all (`code` UNREACHABLE or OFFLINE, `status` 0). */
export class ApiError extends Error {
  /** local time, in milliseconds, from which on the server wants to be asked again */
  readonly retryAt: number | undefined

  constructor(readonly problem: Problem) {
    super(problem.detail ?? problem.title ?? problem.code)
    this.name = "ApiError"
    const { retry_after: seconds } = problem
    this.retryAt = typeof seconds === "number" ? Date.now() + seconds * 1_000 : undefined
  }

  get code(): string {
    return this.problem.code
  }

  /** Nothing was wrong with the request: the same one may succeed a little later. */
  get isTransient(): boolean {
    const { status } = this.problem
    return status === 0 || status === 429 || status >= 500
  }
}

/** The server knows exactly when the same request can succeed. Trying sooner only makes it later. */
const TIMED: readonly string[] = ["RATE_LIMITED", "OVERLOADED"]

/** From when on the same request can succeed, in local milliseconds; undefined where nobody knows. */
export function opensAt(error: unknown): number | undefined {
  return error instanceof ApiError && TIMED.includes(error.code) ? error.retryAt : undefined
}

/** Milliseconds until something is tried again: as usual, and not before the server has said that it can succeed. */
export function waitMs(error: unknown, usual: number): number {
  return Math.max(usual, (opensAt(error) ?? 0) - Date.now())
}

export interface Reply<T> {
  data: T
  /** milliseconds to add to the local clock to get the server's */
  clockOffset: number
  /** the cursor of the next page, from `Link: <…>; rel="next"` */
  nextCursor: string | null
}

export interface RequestOptions {
  method?: "GET" | "POST"
  body?: unknown
  /** what prepare returned: it lets the payer read and cancel this one payment */
  clientSecret?: string | null
  /** the key of a payment's share link: it lets its holder read this one payment */
  shareKey?: string | null
  signal?: AbortSignal
}

/**
 * Calls the API of this same origin; `call` knows what its routes take and answer.
 *
 * @throws ApiError for every outcome but 2xx
 */
export async function request<T>(path: string, options: RequestOptions = {}): Promise<Reply<T>> {
  const headers = new Headers({ accept: "application/json" })
  if (options.body !== undefined) headers.set("content-type", "application/json")
  if (options.clientSecret) headers.set("X-Client-Secret", options.clientSecret)
  if (options.shareKey) headers.set("X-Share-Key", options.shareKey)

  const response = await fetch(path, {
    method: options.method ?? "GET",
    headers,
    body: options.body === undefined ? undefined : JSON.stringify(options.body),
    signal: options.signal,
    cache: "no-store",
  }).catch((error: unknown) => {
    if (options.signal?.aborted) throw error
    throw unanswered()
  })

  const json: unknown = response.status === 204 ? null : await response.json().catch(() => undefined)
  if (!response.ok) throw new ApiError(toProblem(json, response))
  if (json === undefined) throw unanswered()
  return {
    data: json as T,
    clockOffset: clockOffset(response.headers.get("date")),
    nextCursor: nextCursor(response.headers.get("link")),
  }
}

function unanswered(): ApiError {
  // The browser knows when it has no network at all. That it has one proves nothing.
  return new ApiError({ code: globalThis.navigator?.onLine === false ? "OFFLINE" : "UNREACHABLE", status: 0 })
}

/** A proxy in between may answer with a page of its own, or a limit of its own: any body must become a problem. */
function toProblem(json: unknown, { status, headers }: Response): Problem {
  const problem = typeof json === "object" && json !== null ? (json as Partial<Problem>) : {}
  const code = typeof problem.code === "string" ? problem.code : codeOf(status)
  const seconds = Number(headers.get("retry-after") ?? Number.NaN)
  return { ...problem, code, status, ...(seconds > 0 ? { retry_after: seconds } : {}) }
}

function codeOf(status: number): string {
  if (status === 429) return "RATE_LIMITED"
  return status >= 500 ? "UNREACHABLE" : "UNKNOWN"
}

function clockOffset(date: string | null): number {
  const server = date === null ? Number.NaN : Date.parse(date)
  return Number.isNaN(server) ? 0 : server - Date.now()
}

/** Reads the cursor out of an RFC 8288 Link header. */
export function nextCursor(link: string | null): string | null {
  const target = link?.match(/<([^>]*)>\s*;[^,]*rel="?next"?/)?.[1]
  return target ? new URL(target, "http://localhost").searchParams.get("cursor") : null
}
