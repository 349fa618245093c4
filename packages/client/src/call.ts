import { type Api, IDEMPOTENT } from "./generated/api"
import { type Sending, send } from "./request"

/** A call of the API: `"POST /api/link"`. */
export type Call = keyof Api
export type ReplyTo<C extends Call> = Api[C]["reply"]
/** What a call takes, by its name: `BodyOf<"POST /api/link">`. */
export type BodyOf<C extends Call> = Api[C] extends { body?: infer B } ? NonNullable<B> : never
export type QueryOf<C extends Call> = Api[C] extends { query?: infer Q } ? NonNullable<Q> : never
/** Calls whose replies are lists that come in pages. */
export type PagedCall = { [C in Call]: Api[C] extends { paged: string } ? C : never }[Call]
/** What comes bit by bit is not answered to a call. */
export type PlainCall = { [C in Call]: Api[C] extends { events: true } ? never : C }[Call]

/** Besides what the call itself takes. */
export interface CallOptions {
  /** what prepare answered: it lets its holder read, submit and cancel this one payment */
  clientSecret?: string
  /** the key of a payment's share link: it lets its holder read this one payment */
  shareKey?: string
  /** of calls that know one; a new one is made where none is given */
  idempotencyKey?: string
  signal?: AbortSignal
}

type Given<T> = { [P in keyof T as P extends "params" | "query" | "body" ? P : never]: T[P] }
export type Input<C extends Call> = Given<Api[C]> & CallOptions
export type Args<C extends Call> = Record<never, never> extends Input<C> ? [input?: Input<C>] : [input: Input<C>]

/** A page of a list. */
export interface Page<Item> {
  items: Item[]
  /** where the next page begins; undefined on the last one */
  next: string | undefined
}

export interface Connection extends Sending {
  /** the installation's own address */
  url: URL
  key: string | undefined
}

export interface AnyInput extends CallOptions {
  params?: Record<string, string | number>
  query?: Record<string, string | number | undefined>
  body?: unknown
}

/** They change nothing, and ask too much for an address. */
const READS: readonly Call[] = ["POST /api/totals"]

/** @throws MicroPayError for every outcome but 2xx */
export async function callApi(connection: Connection, name: Call, input: AnyInput = {}) {
  const { params = {}, query = {}, body, clientSecret, shareKey, idempotencyKey, signal } = input
  const [method = "", template = ""] = name.split(" ")
  const path = template.replace(/\{(\w+)\}/g, (_, field: string) => encodeURIComponent(String(params[field])))
  const url = new URL(path, connection.url)
  for (const [field, value] of Object.entries(query)) if (value !== undefined) url.searchParams.set(field, `${value}`)
  const isIdempotent = IDEMPOTENT.includes(name)
  const headers: Record<string, string> = { accept: "application/json" }
  if (body !== undefined) headers["content-type"] = "application/json"
  if (connection.key) headers.authorization = `Bearer ${connection.key}`
  if (clientSecret) headers["x-client-secret"] = clientSecret
  if (shareKey) headers["x-share-key"] = shareKey
  if (isIdempotent) headers["idempotency-key"] = idempotencyKey ?? crypto.randomUUID()
  return send(
    {
      ...{ method, url: url.href, headers, signal },
      body: body === undefined ? undefined : JSON.stringify(body, amountsAsText),
      isRepeatable: method === "GET" || isIdempotent || READS.includes(name),
    },
    connection,
  )
}

/** Where a list goes on, out of an RFC 8288 Link header: at a cursor, or after an id where the oldest come first. */
export function nextOf(headers: Headers): { place: "cursor" | "after"; value: string } | undefined {
  const target = headers.get("link")?.match(/<([^>]*)>\s*;[^,]*rel="?next"?/)?.[1]
  if (target === undefined) return undefined
  const { searchParams } = new URL(target, "http://localhost")
  for (const place of ["cursor", "after"] as const) {
    const value = searchParams.get(place)
    if (value !== null) return { place, value }
  }
  return undefined
}

/** A bigint is written as its digits; a number where an amount belongs could have been rounded, and is refused. */
function amountsAsText(name: string, value: unknown): unknown {
  if (typeof value === "bigint") return value.toString()
  const amounts = name === "amount" ? [value] : name === "presets" && Array.isArray(value) ? value : []
  const rounded = amounts.find((amount) => typeof amount === "number")
  if (rounded !== undefined)
    throw new TypeError(`${name}: ${rounded} is a number. Write shannons as a bigint, such as parseCkb("0.5").`)
  return value
}
