import type { z } from "zod"
import type { ApiContract } from "@/lib/http/api/contracts"
import { type Reply, type RequestOptions, request } from "./http"

/** What is answered in JSON, of all that the API has: only types come from there, no schema reaches the browser. */
type Contract = Exclude<ApiContract, { text: true } | { stream: string } | { events: true }>
type Routes = { [M in Contract["method"]]: { [C in Extract<Contract, { method: M }> as C["path"]]: C } }
type Method = keyof Routes

type Params<C> = C extends { params: infer S extends z.ZodType }
  ? { params: { [Name in keyof z.input<S>]: string | number } }
  : unknown
/** A query is text, often out of the page's own address; what is empty is left out. */
type Query<C> = C extends { query: infer S extends z.ZodType }
  ? { query?: { [Name in keyof z.input<S>]?: string | null } }
  : unknown
type Body<C> = C extends { body: infer S extends z.ZodType }
  ? undefined extends z.input<S>
    ? { body?: z.input<S> }
    : { body: z.input<S> }
  : unknown
type Input<C> = Params<C> & Query<C> & Body<C> & Pick<RequestOptions, "clientSecret" | "shareKey" | "signal">
type Args<C> = Record<never, never> extends Input<C> ? [input?: Input<C>] : [input: Input<C>]

/** What a call is given: `CallInput<"POST", "/api/rpc">`. */
export type CallInput<M extends Method, P extends keyof Routes[M]> = Input<Routes[M][P]>

/** What a call is answered with: `ReplyTo<"GET", "/api/config">`. */
export type ReplyTo<M extends Method, P extends keyof Routes[M]> = JsonOf<Routes[M][P]>
type JsonOf<C> = C extends { reply: infer S extends z.ZodType } ? z.output<S> : null

/**
 * Calls a route of the API, typed by its contract: `call("GET", "/api/payment/{id}", { params: { id } })`.
 *
 * @throws ApiError for every outcome but 2xx
 */
export async function call<M extends Method, P extends keyof Routes[M] & ApiContract["path"]>(
  method: M,
  path: P,
  ...[input]: Args<Routes[M][P]>
): Promise<Reply<ReplyTo<M, P>>> {
  const { params, query, ...options }: AnyInput = input ?? {}
  return request(urlOf(path, params, query), { method, ...options })
}

/** What was answered, without what the headers say. */
export async function dataOf<T>(reply: Promise<Reply<T>>): Promise<T> {
  return (await reply).data
}

interface AnyInput extends Pick<RequestOptions, "body" | "clientSecret" | "shareKey" | "signal"> {
  params?: Record<string, string | number>
  query?: Record<string, string | null | undefined>
}

/** Where a route is, for what is no call: a download, a stream. */
export function urlOf(
  path: ApiContract["path"],
  params: AnyInput["params"] = {},
  query: AnyInput["query"] = {},
): string {
  const filled = path.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(params[name] ?? ""))
  const search = new URLSearchParams()
  for (const [name, value] of Object.entries(query)) if (value) search.set(name, value)
  return search.size > 0 ? `${filled}?${search}` : filled
}
