import { ChainError } from "@/lib/errors"
import { betweenArrows } from "@/lib/failpoint"

/** The node's own refusal. The node is up; `code` is CKB's (see the RPC's error table in nervosnetwork/ckb, rpc/README.md). */
export class RpcError extends Error {
  override readonly name = "RpcError"

  constructor(
    readonly method: string,
    readonly code: number,
    message: string,
  ) {
    super(message)
  }
}

export interface RpcCall {
  method: string
  params: unknown[]
}

/** CKB's JSON-RPC. Both throw `ChainError` when the node cannot be reached or does not answer in time. */
export interface Rpc {
  /** @throws RpcError when the node refuses */
  call<T>(method: string, params?: unknown[]): Promise<T>
  /** Many calls in one round trip, answers in the order of the calls. @throws RpcError when the node refuses any */
  batch<T>(calls: RpcCall[]): Promise<T[]>
}

interface Reply {
  id: number
  result?: unknown
  error?: { code: number; message: string; data?: unknown } | null
}

const TIMEOUT_MS = 10_000

export function connectRpc(url: string): Rpc {
  return {
    async call<T>(method: string, params: unknown[] = []) {
      const reply = await betweenArrows(method, () => post(url, { id: 0, jsonrpc: "2.0", method, params }))
      return resultOf<T>(method, reply as Reply)
    },
    async batch<T>(calls: RpcCall[]) {
      if (calls.length === 0) return []
      const requests = calls.map(({ method, params }, id) => ({ id, jsonrpc: "2.0", method, params }))
      const replies = await betweenArrows(`batch ${calls[0]?.method}`, () => post(url, requests))
      if (!Array.isArray(replies)) throw unreachable(new Error("the answer to a batch was not a list"))
      const byId = new Map((replies as Reply[]).map((reply) => [reply.id, reply]))
      return calls.map(({ method }, id) => {
        const reply = byId.get(id)
        if (!reply) throw unreachable(new Error(`no answer to ${method}`))
        return resultOf<T>(method, reply)
      })
    },
  }
}

async function post(url: string, body: unknown): Promise<unknown> {
  try {
    const response = await fetch(url, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(body),
      signal: AbortSignal.timeout(TIMEOUT_MS),
    })
    if (!response.ok) throw new Error(`HTTP ${response.status}`)
    return await response.json()
  } catch (cause) {
    throw unreachable(cause)
  }
}

function resultOf<T>(method: string, reply: Reply): T {
  if (reply.error) {
    const { code, message, data } = reply.error
    throw new RpcError(method, code, typeof data === "string" ? `${message}: ${data}` : message)
  }
  return reply.result as T
}

/** The URL stays out of the message: it may hold a secret. */
function unreachable(cause: unknown): ChainError {
  return new ChainError("The CKB node did not answer. Nothing was sent and no money moved. Try again in a moment.", {
    cause,
    retryAfter: 5,
  })
}
