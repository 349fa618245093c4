import { join } from "node:path"
import { expect } from "vitest"
import { z } from "zod"
import type { Context } from "@/lib/context"
import { setContext } from "@/lib/runtime"
import type { Contract, Limit } from "./contract"
import { exampleOf } from "./example"
import { limitCalls } from "./limits"
import { openApiDocument } from "./openapi"
import { problemReply } from "./problem"
import type { RouteHandler } from "./route"

const API = join(import.meta.dirname, "..", "..", "app")

export interface Options {
  params?: Record<string, string>
  query?: Record<string, string> | string
  /** JSON; a string or bytes are sent as they are */
  body?: unknown
  headers?: Record<string, string>
  /** another method than the contract's */
  method?: string
}

export interface Answer {
  status: number
  headers: Headers
  /** the parsed body, or undefined without one */
  // biome-ignore lint/suspicious/noExplicitAny: tests look into replies of every shape
  json: any
}

const document = openApiDocument()

/** Which replies came, as `GET /api/payment/{id} 404`: what the contract promises and no test has seen can be told. */
export const seen = new Set<string>()

/**
 * Calls a route's handler as Next does, and checks the reply against the contract: a status that is declared, a body of
 * exactly the declared shape, a problem for every error.
 */
export async function call(ctx: Context, contract: Contract, options: Options = {}): Promise<Answer> {
  setContext(ctx)
  const method = options.method ?? contract.method
  const { params = {} } = options
  const path = contract.path.replace(/\{(\w+)\}/g, (_, name: string) => pathPart(params[name]))
  const query = typeof options.query === "string" ? options.query : new URLSearchParams(options.query).toString()
  const body = options.body
  const raw = body === undefined || typeof body === "string" || body instanceof Uint8Array
  const request = new Request(`http://localhost:3000${path}${query ? `?${query}` : ""}`, {
    method,
    body: raw ? (body as BodyInit | undefined) : JSON.stringify(body),
    headers: {
      host: "localhost:3000",
      ...(body === undefined ? {} : { "content-type": "application/json" }),
      ...options.headers,
    },
  })
  const handler = await handlerOf(contract.path, method)
  const response = await handler(request, { params: Promise.resolve(params) })
  const isFile = response.headers.get("content-type") === "application/octet-stream"
  if (isFile) {
    const answer = { status: response.status, headers: response.headers, json: await response.bytes() }
    checkContract(contract, answer)
    return answer
  }
  const text = await response.text()
  const json = response.headers.get("content-type")?.includes("json") ? JSON.parse(text) : text || undefined
  const answer = { status: response.status, headers: response.headers, json }
  if (method === contract.method) checkContract(contract, answer)
  return answer
}

/** Half a surrogate pair cannot be written into a path; handlers read `params`, not this. */
function pathPart(value = ""): string {
  return encodeURIComponent(value.replace(/\p{Surrogate}/gu, "?"))
}

async function handlerOf(path: string, method: string): Promise<RouteHandler> {
  const folder = path.replace(/\{(\w+)\}/g, "[$1]")
  const module: Record<string, RouteHandler> = await import(/* @vite-ignore */ join(API, folder, "route.ts"))
  const handler = module[method]
  if (!handler) throw new Error(`${path} does not export ${method}`)
  return handler
}

function checkContract(contract: Contract, { status, headers, json }: Answer): void {
  const name = `${contract.method} ${contract.path} ${status}`
  seen.add(name)
  expect(headers.get("x-request-id"), name).toMatch(/^[\w.-]{1,128}$/)
  const operation = document.paths?.[contract.path]?.[contract.method === "GET" ? "get" : "post"]
  expect(Object.keys(operation?.responses ?? {}), `${name}: ${JSON.stringify(json)}`).toContain(String(status))
  if (status >= 400 && !(contract.path === "/api/ready" && status === 503)) {
    expect(headers.get("content-type"), name).toBe("application/problem+json")
    expect(problemReply.parse(json), name).toMatchObject({ status, request_id: headers.get("x-request-id") })
  } else if (contract.events) {
    expect(json, name).toMatch(/^retry: /)
  } else if (contract.table && headers.get("content-type")?.startsWith("text/csv")) {
    expect(json, name).toEqual(expect.any(String))
  } else if (contract.file) {
    expect(json, name).toBeInstanceOf(Uint8Array)
  } else if (contract.stream) {
    // A table has the columns that its example has.
    const [columns] = String(exampleOf(contract.reply ?? z.never())).split("\n")
    expect(json.replace("\uFEFF", "").split("\n")[0], name).toBe(columns)
  } else if (contract.reply) {
    expect(contract.reply.parse(json), name).toEqual(json)
  } else {
    expect(json, name).toBeUndefined()
  }
}

/** Makes as many calls from a network as a limit allows. */
export function exhaust(ctx: Context, limit: Limit, network: string): void {
  try {
    for (;;) limitCalls(ctx, limit, { network }, new Headers())
  } catch (error) {
    expect(error).toMatchObject({ code: "RATE_LIMITED" })
  }
}

/** Every reply that these contracts promise, as `GET /api/payment/{id} 404`. */
export function promised(contracts: readonly Contract[]): string[] {
  return contracts.flatMap(({ method, path }) => {
    const operation = document.paths?.[path]?.[method === "GET" ? "get" : "post"]
    const responses = Object.entries<{ description?: string }>(operation?.responses ?? {})
    // What a gate alone answers never gets as far as a route: `admission.test.ts` sees it.
    const ofRoute = responses.filter(([, { description }]) => description !== "OVERLOADED")
    return ofRoute.map(([status]) => `${method} ${path} ${status}`)
  })
}
