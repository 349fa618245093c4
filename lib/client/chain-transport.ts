import { type CallInput, call } from "./call"
import { ApiError } from "./http"

/** What CCC's clients send, and get back, as JSON. */
export interface RpcPayload {
  id: number
  method: string
  params: unknown
}

/** So many of one page at once: a wallet with many cells must not be all that this server does for its network. */
const AT_ONCE = 4
const TRIES = 4
const PAUSE_MS = 500

/**
 * Carries the reads of CCC's client to this server, which asks the node: the browser need not reach it, nor know where
 * it is. Errors are those of the API.
 */
export function createChainTransport(): { request: (payload: RpcPayload) => Promise<{ id: number; result: unknown }> } {
  const inTurn = createTurns(AT_ONCE)
  return { request: (payload) => inTurn(async () => ({ id: payload.id, result: await read(payload) })) }
}

/** @throws ApiError */
async function read(payload: RpcPayload): Promise<unknown> {
  for (let tries = 1; ; tries++) {
    try {
      // What is not in the contract the server refuses: no wallet that is offered here asks for it.
      const body = { ...payload, jsonrpc: "2.0" } as CallInput<"POST", "/api/rpc">["body"]
      return (await call("POST", "/api/rpc", { body })).data.result
    } catch (error) {
      if (!(error instanceof ApiError) || error.code !== "OVERLOADED" || tries === TRIES) throw error
      await new Promise((resolve) => setTimeout(resolve, PAUSE_MS * tries))
    }
  }
}

function createTurns(places: number) {
  const waiting: (() => void)[] = []
  let free = places
  return async function inTurn<T>(work: () => Promise<T>): Promise<T> {
    if (free === 0) await new Promise<void>((resolve) => waiting.push(resolve))
    else free -= 1
    try {
      return await work()
    } finally {
      const next = waiting.shift()
      if (next) next()
      else free += 1
    }
  }
}
