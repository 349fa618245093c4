import type { z } from "zod"
import type { OperatorActor } from "@/lib/actor"
import { actingAs, type Context } from "@/lib/context"
import { inVerb } from "@/lib/failpoint"
import type { KeyScope } from "@/lib/project/types"
import type { Role } from "@/lib/roles"
import { getContext } from "@/lib/runtime"
import { inRequest } from "@/lib/trace"
import { wantsTable } from "./accept"
import { ACCESS, type Admitted, authorize, clientSecretOf, type ProgramsOnly } from "./access"
import { keyOf } from "./api-key"
import { readJson } from "./body"
import { callerOf } from "./caller"
import { addressOf } from "./client-address"
import {
  BODY_BYTES,
  type BodyOf,
  type Contract,
  type PageReply,
  type ParamsOf,
  type QueryOf,
  type ReplyOf,
} from "./contract"
import { CORS_HEADERS } from "./cors"
import { idempotently, type KeptReply, type Reply } from "./idempotency"
import { type Caller, limitCalls } from "./limits"
import { countRequest } from "./metrics"
import { isBrowser, type Operator } from "./operator"
import { linkNext } from "./paging"
import { problemResponse, toValidationError } from "./problem"
import { requestIdOf } from "./request-id"
import { logFailure, logRequest } from "./request-log"

export interface RouteContext {
  params: Promise<Record<string, string | string[] | undefined>>
}
/** What Next calls. */
export type RouteHandler = (request: Request, context: RouteContext) => Promise<Response>

/** What a route's work gets: parsed, allowed, within limits. */
export interface Call<C extends Contract> {
  /** in the name of whoever asks */
  ctx: C extends { access: Role } ? Context<OperatorActor> : Context
  request: Request
  params: ParamsOf<C>
  query: QueryOf<C>
  body: BodyOf<C>
  /** What they have shown of themselves, on the operators' own routes */
  operator: C extends { access: Role } ? Operator : undefined
  /** Whose API key asks, where one may: nothing but this project's is to be shown or changed */
  project: C extends { access: ProgramsOnly } ? bigint : C extends { key: KeyScope } ? bigint | undefined : undefined
  /** The reply is to be the table, in pieces. */
  asTable: boolean
  /** of the reply */
  headers: Headers
}

/** How a reply to be repeated is kept where most of it stands in the database anyway, and never changes there. */
export interface Memory<C extends Contract, Kept> {
  /** what the rest is found by, and what is kept nowhere else */
  keep: (reply: ReplyOf<C>) => Kept
  /** the same reply, to the byte. @throws IdempotencyConflict when what it was about is gone */
  recall: (ctx: Context, kept: Kept) => Promise<ReplyOf<C>>
}

/**
 * Turns a contract and its work into a route handler: request id, limits, access, parsing, idempotency, problem+json,
 * one log line.
 *
 * @param work maps the parsed request to the reply's JSON; what it throws becomes a problem (RFC 9457)
 * @param memory of an idempotent route whose replies are long; without it the whole reply is kept
 */
export function route<C extends Contract, Kept = never>(
  contract: C,
  work: (call: Call<C>) => Promise<ReplyOf<C>>,
  memory?: Memory<C, Kept>,
): RouteHandler {
  return respond(contract, async (exchange) => {
    const { request, headers } = exchange
    const own = await getContext()
    exchange.ctx = own
    if (contract.limit) limitCalls(own, contract.limit, await countedAs(own, contract, request), headers)
    const { actor, ...input } = await admit(own, contract, exchange)
    const ctx = actingAs(own, actor)
    // The contract's schemas are what the generic types are made of, so their outputs have these types.
    const asTable = contract.table === true && wantsTable(request)
    const call = { ctx, request, headers, asTable, ...input } as unknown as Call<C>
    if (contract.table) headers.set("vary", "accept")
    if (contract.stream || asTable) {
      headers.set("content-type", "text/csv; charset=utf-8")
      return streamResponse((await work(call)) as AsyncGenerator<string>, headers)
    }
    if (contract.file) return fileResponse((await work(call)) as Uint8Array<ArrayBuffer>, headers)
    if (contract.events) return eventsResponse(request, (await work(call)) as ReadableStream<Uint8Array>, headers)
    const bodyOf = (reply: ReplyOf<C>) => {
      if (contract.text) return String(reply)
      return (
        JSON.stringify(contract.paged ? turnPage(contract, request, headers, reply as PageReply<unknown>) : reply) ?? ""
      )
    }
    const perform = async (): Promise<KeptReply> => {
      const reply = await inVerb(`${request.method} ${contract.path}`, () => work(call))
      const body = bodyOf(reply)
      return { status: contract.status ?? 200, body, kept: memory ? JSON.stringify(memory.keep(reply)) : body }
    }
    if (!contract.idempotent) return toResponse(await perform(), headers)
    const { params, body, clientSecret } = input
    const { reply, replayed } = await idempotently(ctx, request, {
      scope: contract.path,
      caller: () => callerOf(ctx, request, clientSecret),
      input: { params, body },
      work: perform,
      recall: async (kept) => (memory ? bodyOf(await memory.recall(ctx, JSON.parse(kept))) : kept),
    })
    if (replayed) headers.set("idempotency-replayed", "true")
    return toResponse(reply, headers)
  })
}

/** One request and what is known about its reply so far. */
export interface Exchange {
  request: Request
  context: RouteContext
  /** of the reply */
  headers: Headers
  ctx?: Context
}

/**
 * The part of `route` that needs no context, for replies that must come while database and node are down.
 *
 * @param contract what the log line and the metrics call the route, and its CORS
 */
export function respond(
  contract: Pick<Contract, "path" | "cors">,
  answer: (exchange: Exchange) => Promise<Response>,
): RouteHandler {
  return async (request, context) => {
    const startedAt = performance.now()
    const requestId = requestIdOf(request.headers.get("x-request-id"))
    const exchange: Exchange = { request, context, headers: new Headers() }
    const reply = await inRequest(requestId, () => answer(exchange)).catch((error: unknown) => {
      const problem = problemResponse(error, requestId)
      if (problem.status >= 500) logFailure(exchange.ctx, error, { path: contract.path, requestId })
      if (problem.status === 401 && !isBrowser(request))
        problem.headers.set("www-authenticate", 'Basic realm="micro-pay"')
      for (const [name, value] of exchange.headers) if (name.startsWith("ratelimit")) problem.headers.set(name, value)
      return problem
    })
    reply.headers.set("x-request-id", requestId)
    if (contract.cors) for (const [name, value] of Object.entries(CORS_HEADERS)) reply.headers.set(name, value)
    const ms = performance.now() - startedAt
    const { method } = request
    countRequest(method, contract.path, reply.status, ms / 1000)
    logRequest(exchange.ctx, { method, path: contract.path, status: reply.status, ms: Math.round(ms), requestId })
    return reply
  }
}

function turnPage<Reply>(contract: Contract, request: Request, headers: Headers, page: PageReply<Reply>): Reply {
  const { reply, next } = page
  linkNext(request, headers, { name: contract.paged === "after" ? "after" : "cursor", next })
  return reply
}

/** A server's calls count by its key. Of a key that pages show to everybody each network has its own count. */
async function countedAs(ctx: Context, { key }: Contract, request: Request): Promise<Caller> {
  const holder = key && (await keyOf(ctx, request).catch(() => undefined))
  if (holder?.kind === "secret") return { keyId: holder.keyId }
  return { network: addressOf(ctx.config, request) }
}

interface Input extends Admitted {
  params: unknown
  query: unknown
  body: unknown
  /** as it came, whoever it lets in */
  clientSecret: string | undefined
}

/**
 * Who may not come in does not get to know what else is wrong; only what the rule of access reads must be parsed first.
 */
async function admit(ctx: Context, contract: Contract, { request, context }: Exchange): Promise<Input> {
  const { access } = contract
  const params = contract.params ? parse(contract.params, await context.params) : {}
  const isAfterBody = contract.body !== undefined && ACCESS[access].readsBody === true
  const early = isAfterBody ? undefined : await authorize(ctx, contract, request, { params, body: undefined })
  const query = contract.query ? parse(contract.query, queryOf(request)) : {}
  const body = contract.body
    ? parse(contract.body, await readJson(request, contract.maxBodyBytes ?? BODY_BYTES))
    : undefined
  const admitted = early ?? (await authorize(ctx, contract, request, { params, body }))
  return { params, query, body, clientSecret: clientSecretOf(access, request, { params, body }), ...admitted }
}

function parse<S extends z.ZodType>(schema: S, value: unknown): z.output<S> {
  const parsed = schema.safeParse(value)
  if (!parsed.success) throw toValidationError(parsed.error)
  return parsed.data
}

/** A name given twice becomes a list, which no schema of a query takes: neither of the two is silently dropped. */
function queryOf(request: Request): Record<string, string | string[]> {
  const query = new Map<string, string[]>()
  // Once through: `getAll` for each of a few thousand names would look at all the others each time.
  for (const [name, value] of new URL(request.url).searchParams) {
    const values = query.get(name)
    if (values) values.push(value)
    else query.set(name, [value])
  }
  return Object.fromEntries([...query].map(([name, values]) => [name, values.length > 1 ? values : (values[0] ?? "")]))
}

/** The first piece is made before the reply begins, so that what fails at once is a problem and no broken file. */
async function streamResponse(pieces: AsyncGenerator<string>, headers: Headers): Promise<Response> {
  headers.set("cache-control", "no-store")
  const encoder = new TextEncoder()
  let next = await pieces.next()
  const body = new ReadableStream<Uint8Array>({
    async pull(controller) {
      if (next.done) return controller.close()
      controller.enqueue(encoder.encode(next.value))
      next = await pieces.next()
    },
    async cancel() {
      await pieces.return(undefined)
    },
  })
  return new Response(body, { headers })
}

function fileResponse(bytes: Uint8Array<ArrayBuffer>, headers: Headers): Response {
  headers.set("content-type", "application/octet-stream")
  headers.set("cache-control", "public, max-age=31536000, immutable")
  return new Response(bytes, { headers })
}

function toResponse({ status, body }: Reply, headers: Headers): Response {
  // Who paid whom must not stay in a shared cache.
  if (!headers.has("cache-control")) headers.set("cache-control", "no-store")
  if (body === "") return new Response(null, { status, headers })
  if (!headers.has("content-type")) headers.set("content-type", "application/json")
  return new Response(body, { status, headers })
}

async function eventsResponse(request: Request, stream: ReadableStream, headers: Headers): Promise<Response> {
  headers.set("content-type", "text/event-stream")
  // Compression, here or in a proxy, would hold events back until a block of them is full.
  headers.set("cache-control", "no-store, no-transform")
  headers.set("x-accel-buffering", "no")
  if (request.method !== "HEAD") return new Response(stream, { headers })
  await stream.cancel()
  return new Response(null, { headers })
}
