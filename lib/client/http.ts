/** An RFC 9457 problem document, as every error of the API is one. */
export interface Problem {
  type?: string
  title?: string
  status: number
  detail?: string
  code: string
  request_id?: string
  errors?: { path: string; message: string }[]
}

/** A reply of the API that is not a success, or no reply at all (`code` UNREACHABLE, `status` 0). */
export class ApiError extends Error {
  constructor(readonly problem: Problem) {
    super(problem.detail ?? problem.title ?? problem.code)
    this.name = "ApiError"
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
    throw new ApiError({ code: "UNREACHABLE", status: 0 })
  })

  const json: unknown = response.status === 204 ? null : await response.json().catch(() => undefined)
  if (!response.ok) throw new ApiError(toProblem(json, response.status))
  if (json === undefined) throw new ApiError({ code: "UNREACHABLE", status: 0 })
  return {
    data: json as T,
    clockOffset: clockOffset(response.headers.get("date")),
    nextCursor: nextCursor(response.headers.get("link")),
  }
}

/** A proxy in between may answer with a page of its own: any body must become a problem. */
function toProblem(json: unknown, status: number): Problem {
  const problem = typeof json === "object" && json !== null ? (json as Partial<Problem>) : {}
  const code = typeof problem.code === "string" ? problem.code : status >= 500 ? "UNREACHABLE" : "UNKNOWN"
  return { ...problem, code, status }
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
