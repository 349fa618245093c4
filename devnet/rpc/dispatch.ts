import type { Devnet } from "../devnet"
import { RpcCode, RpcError } from "../errors"
import { chainMethods } from "./chain"
import { indexerMethods } from "./indexer"
import type { Methods } from "./method"
import { minerMethods } from "./miner"
import { poolMethods } from "./pool"

const METHODS: Methods = { ...chainMethods, ...poolMethods, ...indexerMethods, ...minerMethods }

interface Request {
  jsonrpc?: unknown
  id?: unknown
  method?: unknown
  params?: unknown
}

const failure = (code: number, message: string, id: unknown, data?: string) => ({
  jsonrpc: "2.0",
  error: { code, message, ...(data === undefined ? {} : { data }) },
  id,
})

const parseFailure = () => failure(RpcCode.parse, "Parse error", null)

/** Answers the body of an HTTP request: one call or a batch. `null` means that there is nothing to say. */
export async function answer(devnet: Devnet, body: string): Promise<string | null> {
  let parsed: unknown
  try {
    parsed = JSON.parse(body)
  } catch {
    return JSON.stringify(parseFailure())
  }
  if (!Array.isArray(parsed)) {
    const reply = await answerOne(devnet, parsed)
    return reply === null ? null : JSON.stringify(reply)
  }
  if (parsed.some((request) => !isObject(request))) return JSON.stringify(parseFailure())
  const replies: unknown[] = []
  for (const request of parsed) {
    const reply = await answerOne(devnet, request)
    if (reply !== null) replies.push(reply)
  }
  return JSON.stringify(replies)
}

const isObject = (value: unknown) => typeof value === "object" && value !== null && !Array.isArray(value)

async function answerOne(devnet: Devnet, value: unknown): Promise<unknown> {
  if (!isObject(value)) return parseFailure()
  const request = value as Request
  if (request.id === undefined && typeof request.method === "string") return null // a notification
  if (request.jsonrpc !== "2.0") {
    return { error: { code: RpcCode.invalidRequest, message: "Unsupported JSON-RPC protocol version" }, id: request.id }
  }
  if (typeof request.method !== "string") return failure(RpcCode.invalidRequest, "Invalid request", request.id)
  try {
    return { jsonrpc: "2.0", result: await call(devnet, request.method, request.params), id: request.id }
  } catch (error) {
    if (error instanceof RpcError) return failure(error.code, error.message, request.id, error.data)
    console.error(`devnet: ${request.method} failed`, error)
    return failure(-32603, "Internal error", request.id)
  }
}

async function call(devnet: Devnet, name: string, params: unknown): Promise<unknown> {
  const method = Object.hasOwn(METHODS, name) ? METHODS[name] : undefined
  if (method === undefined) throw new RpcError(RpcCode.methodNotFound, "Method not found")
  if (params !== undefined && params !== null && !Array.isArray(params)) {
    throw new RpcError(RpcCode.invalidParams, "Invalid parameters: No parameters were expected")
  }
  const list: readonly unknown[] = Array.isArray(params) ? params : []
  if (method.noParams && list.length > 0) {
    throw new RpcError(RpcCode.invalidParams, "Invalid parameters: No parameters were expected")
  }
  try {
    return method.call(devnet, list)
  } finally {
    // A refusal is remembered too, but nobody relies on that after a power cut.
    if (method.changes) await devnet.synced()
  }
}
