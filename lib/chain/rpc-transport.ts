import http from "node:http"
import https from "node:https"
import { ChainError } from "@/lib/errors"

const TIMEOUT_MS = 10_000
/** A node that asks for more is asked again after so much: it may have meant it for somebody else. */
const LONGEST_QUIET_S = 60
/** at once to one endpoint; what is asked beyond that waits */
const MAX_CONNECTIONS = 64

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
 * User and password in the URL go along as HTTP Basic, and nobody else gets to see them.
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
    const { status, retryAfter, text } = await send(url, headers, JSON.stringify(body), bounds)
    if (status >= 200 && status < 300) return parse(text, Array.isArray(body))
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

interface Answer {
  status: number
  retryAfter: number | undefined
  text: string
}

/** Connections stay open from one request to the next: making one costs more than what is asked over it. */
const AGENTS = {
  "http:": { request: http.request, agent: new http.Agent({ keepAlive: true, maxSockets: MAX_CONNECTIONS }) },
  "https:": { request: https.request, agent: new https.Agent({ keepAlive: true, maxSockets: MAX_CONNECTIONS }) },
}

/**
 * Node's own client: `fetch` takes four times as long for an answer of this size. It follows no redirection, which
 * would take the password to wherever the answer says.
 */
async function send(url: URL, headers: Record<string, string>, body: string, bounds?: Bounds): Promise<Answer> {
  const { ms = TIMEOUT_MS, bytes } = bounds ?? {}
  try {
    return await once(url, headers, body, { ms, bytes })
  } catch (error) {
    // The endpoint closed a connection just as it was used again. To ask twice, or to send the same bytes twice, does
    // no harm.
    if (error instanceof ConnectionLost && error.wasReused) return once(url, headers, body, { ms, bytes })
    throw error
  }
}

class ConnectionLost extends ChainError {
  constructor(
    readonly wasReused: boolean,
    cause: unknown,
  ) {
    // Not how the connection failed: that changes while a node restarts, and each change would be a line of the log.
    super(wordsFor("no connection"), { cause, retryAfter: RETRY_AFTER })
  }
}

interface Limits {
  /** until the whole answer is here */
  ms: number
  /** absent: what we ask for by ourselves has bounds of its own */
  bytes: number | undefined
}

function once(url: URL, headers: Record<string, string>, body: string, { ms, bytes }: Limits): Promise<Answer> {
  const { request, agent } = AGENTS[url.protocol as keyof typeof AGENTS]
  return new Promise((resolve, reject) => {
    const asked = request(url, {
      method: "POST",
      agent,
      headers: { ...headers, "content-length": Buffer.byteLength(body) },
    })
    const fail = (error: Error) => {
      clearTimeout(timer)
      reject(error)
      asked.destroy()
    }
    const timer = setTimeout(() => fail(unreachable(`nothing within ${ms / 1_000} seconds`)), ms)
    asked.on("error", (cause) => fail(new ConnectionLost(asked.reusedSocket, cause)))
    asked.on("response", (response) => {
      const chunks: Buffer[] = []
      let size = 0
      response.on("error", (cause) => fail(new ConnectionLost(false, cause)))
      response.on("data", (chunk: Buffer) => {
        size += chunk.byteLength
        if (bytes !== undefined && size > bytes) fail(unreachable("its answer was too long"))
        else chunks.push(chunk)
      })
      response.on("end", () => {
        clearTimeout(timer)
        const retryAfter = secondsOf(response.headers["retry-after"])
        resolve({ status: response.statusCode ?? 0, retryAfter, text: Buffer.concat(chunks).toString("utf8") })
      })
    })
    asked.end(body)
  })
}

function parse(text: string, isBatch: boolean): unknown {
  try {
    return JSON.parse(text)
  } catch {
    if (isBatch) throw new BatchRefused()
    throw unreachable("its answer was not JSON")
  }
}

/** @param value seconds or a date (RFC 9110) */
function secondsOf(value: string | undefined): number | undefined {
  if (value === undefined) return undefined
  const seconds = /^\d+$/.test(value) ? Number(value) : Math.ceil((Date.parse(value) - Date.now()) / 1_000)
  return Number.isNaN(seconds) ? undefined : Math.min(Math.max(seconds, 1), LONGEST_QUIET_S)
}

/** seconds */
const RETRY_AFTER = 5

/** @param kind what happened, in words that a stranger may read */
export function unreachable(kind: string, { retryAfter }: { retryAfter?: number | undefined } = {}): ChainError {
  return new ChainError(wordsFor(kind), { retryAfter: retryAfter ?? RETRY_AFTER })
}

function wordsFor(kind: string): string {
  return `The CKB node did not answer (${kind}). Nothing was sent and no money moved. Try again in a moment.`
}
