/** A JSON-RPC error reply. */
export class RpcFailure extends Error {
  constructor(
    readonly code: number,
    message: string,
    readonly data: unknown,
  ) {
    super(message)
  }
}

let lastId = 0

/** Calls a JSON-RPC method. @throws RpcFailure on an error reply */
export async function rpcCall<T>(url: string, method: string, params: unknown[]): Promise<T> {
  lastId += 1
  const response = await fetch(url, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ jsonrpc: "2.0", id: lastId, method, params }),
  })
  const reply = (await response.json()) as { result: T; error?: { code: number; message: string; data?: unknown } }
  if (reply.error !== undefined) throw new RpcFailure(reply.error.code, reply.error.message, reply.error.data)
  return reply.result
}

const POLL_MS = 20

/** Waits until a condition gives something other than false; connection failures count as "not yet". */
export async function until<T>(what: string, condition: () => Promise<T | false>, timeoutMs = 15_000): Promise<T> {
  const deadline = Date.now() + timeoutMs
  let reason = ""
  for (;;) {
    try {
      const value = await condition()
      if (value !== false) return value
    } catch (error) {
      if (!(error instanceof TypeError)) throw error
      reason = ` (${error.message})` // fetch reports a refused connection so
    }
    if (Date.now() > deadline) throw new Error(`waited ${timeoutMs} ms for ${what}${reason}`)
    await new Promise((resolve) => setTimeout(resolve, POLL_MS))
  }
}
