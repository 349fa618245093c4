/** Who is asked what is on the chain: a CKB node, whose answers are not believed where they can be computed. */
export interface NodeReader {
  /**
   * One call of CKB's JSON-RPC; its `result`.
   *
   * @throws when there is no answer
   */
  call(method: string, params: readonly unknown[]): Promise<unknown>
}

/** The node cannot be reached, or what answers is no CKB node. It says nothing about what was asked. */
export class NodeError extends Error {
  override readonly name = "NodeError"
}

const TIMEOUT_MS = 15_000

/**
 * A node by its address. Nothing is sent before something is asked.
 *
 * @param send `fetch` unless said otherwise
 */
export function nodeAt(url: string, send: typeof fetch = (input, init) => fetch(input, init)): NodeReader {
  return {
    async call(method, params) {
      const response = await send(url, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify({ id: 1, jsonrpc: "2.0", method, params }),
        // A node is asked, whoever else it names, and learns neither who asks nor from which page.
        ...{ redirect: "error", credentials: "omit", referrerPolicy: "no-referrer", cache: "no-store" },
        signal: AbortSignal.timeout(TIMEOUT_MS),
      }).catch((error: unknown) => {
        throw new NodeError("The node does not answer.", { cause: error })
      })
      const reply: unknown = await response.json().catch(() => undefined)
      if (!response.ok || typeof reply !== "object" || reply === null || !("result" in reply))
        throw new NodeError(`The node answers ${method} with no result (${response.status}).`)
      return reply.result
    },
  }
}
