import type { Devnet } from "../devnet"
import { RpcCode, RpcError } from "../errors"
import { ShapeError } from "../json"
import { chainMethods } from "./chain"
import { indexerMethods } from "./indexer"
import type { Method, Methods } from "./method"
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
  const scalarParams = request.params !== undefined && request.params !== null && typeof request.params !== "object"
  if (typeof request.method !== "string" || scalarParams)
    return failure(RpcCode.invalidRequest, "Invalid request", request.id)
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
  const list = readParams(method, params)
  try {
    return method.call(devnet, list)
  } catch (error) {
    if (!(error instanceof ShapeError)) throw error
    throw new RpcError(RpcCode.invalidParams, `Invalid params: ${error.message}.`)
  } finally {
    // A refusal is remembered too, but nobody relies on that after a power cut.
    if (method.changes) await devnet.synced()
  }
}

function readParams(method: Method, params: unknown): readonly unknown[] {
  const list = params === undefined || params === null ? [] : params
  const wrong = (message: string, data?: string) => new RpcError(RpcCode.invalidParams, message, data)
  if (method.params === "none") {
    if (Array.isArray(list) && list.length === 0) return []
    const shown = Array.isArray(list)
      ? `Array([${list.map(debugView).join(", ")}])`
      : `Map(${debugView(list).slice(7)})`
    throw wrong("Invalid parameters: No parameters were expected", shown)
  }
  if (method.params === "one") {
    if (!Array.isArray(list)) throw wrong("Invalid params: invalid type: map, expected a tuple of size 1.")
    if (list.length === 0) throw wrong("Invalid params: invalid length 0, expected a tuple of size 1.")
    if (list.length > 1) throw wrong(`Invalid params: invalid length ${list.length}, expected fewer elements in array.`)
    return list
  }
  if (!Array.isArray(list)) throw wrong("Invalid params: invalid type map, expect an array or null")
  return list
}

/** How the node prints a JSON value for developers. */
function debugView(value: unknown): string {
  if (value === null) return "Null"
  if (typeof value === "boolean") return `Bool(${value})`
  if (typeof value === "number") return `Number(${value})`
  if (typeof value === "string") return `String(${JSON.stringify(value)})`
  if (Array.isArray(value)) return `Array [${value.map(debugView).join(", ")}]`
  const fields = Object.entries(value as object).map(([key, item]) => `${JSON.stringify(key)}: ${debugView(item)}`)
  return `Object {${fields.join(", ")}}`
}
