import { betweenFailpoints } from "@/lib/failpoint"
import { meters, type NodeCall } from "@/lib/meters"
import { BatchRefused, type Bounds, connectTransport, type Post, unreachable } from "./rpc-transport"

/**
 * The node's own refusal. The node is up; `code` is CKB's (see the RPC's error table in nervosnetwork/ckb,
 * rpc/README.md).
 */
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
  call<T>(method: string, params?: unknown[], bounds?: Bounds): Promise<T>
  /**
   * Many calls, answers in the order of the calls: in one round trip, but for an endpoint that takes no batches.
   *
   * @throws RpcError when the node refuses any
   */
  batch<T>(calls: RpcCall[]): Promise<T[]>
}

interface Reply {
  id: number | string
  result?: unknown
  error?: { code: number; message: string; data?: unknown } | null
}

/** So many calls at once, where an endpoint takes no batches. */
const AT_ONCE = 8

export function connectRpc(url: string): Rpc {
  const post = connectTransport(url)
  let takesBatches = true
  return {
    async call<T>(method: string, params: unknown[] = [], bounds?: Bounds) {
      return betweenFailpoints(method, () => measured(method, () => single<T>(post, { method, params }, bounds)))
    },
    async batch<T>(calls: RpcCall[]) {
      if (calls.length === 0) return []
      const ask = async () => {
        if (!takesBatches) return oneByOne<T>(post, calls)
        try {
          return await together<T>(post, calls)
        } catch (error) {
          if (!(error instanceof BatchRefused)) throw error
          const answers = await oneByOne<T>(post, calls)
          // Only now is it clear that batches were what the endpoint did not like.
          takesBatches = false
          return answers
        }
      }
      return betweenFailpoints(`batch ${calls[0]?.method}`, () => measured(calls[0]?.method ?? "", ask))
    },
  }
}

/** What is asked by name or number, what the indexer has to search for, and what takes a transaction in. */
function classOf(method: string): NodeCall {
  if (method === "send_transaction") return "send"
  if (/^get_(cells|cells_capacity|transactions|indexer_tip)$/.test(method)) return "index"
  return /^get_(tip|block|header|transaction|live_cell|consensus|current_epoch)/.test(method) ? "chain" : "other"
}

/** How long the answer takes, whatever it is, and whether there is one. A batch counts as its first question. */
async function measured<T>(method: string, ask: () => Promise<T>): Promise<T> {
  const { nodeSeconds, nodeErrors } = meters()
  const ofClass = { class: classOf(method) }
  const end = nodeSeconds.startTimer(ofClass)
  try {
    return await ask()
  } catch (error) {
    nodeErrors.inc({ ...ofClass, kind: error instanceof RpcError ? "refused" : "unreachable" })
    throw error
  } finally {
    end()
  }
}

async function single<T>(post: Post, { method, params }: RpcCall, bounds?: Bounds): Promise<T> {
  const reply = await post({ id: 0, jsonrpc: "2.0", method, params }, bounds)
  if (!isReply(reply)) throw unreachable("its answer was not one of JSON-RPC")
  return resultOf<T>(method, reply)
}

async function together<T>(post: Post, calls: RpcCall[]): Promise<T[]> {
  const replies = await post(calls.map(({ method, params }, id) => ({ id, jsonrpc: "2.0", method, params })))
  if (!Array.isArray(replies)) throw new BatchRefused()
  // Some endpoints give ids back as strings.
  const byId = new Map(replies.filter(isReply).map((reply) => [String(reply.id), reply]))
  return calls.map(({ method }, id) => {
    const reply = byId.get(String(id))
    if (!reply) throw unreachable(`it left out the answer to ${method}`)
    return resultOf<T>(method, reply)
  })
}

/** The first that fails ends it: those under way are not waited for, and no more are begun. */
async function oneByOne<T>(post: Post, calls: RpcCall[]): Promise<T[]> {
  const answers = new Array<T>(calls.length)
  const waiting = calls.entries()
  let failed = false
  const work = async () => {
    for (const [position, call] of waiting) {
      if (failed) return
      try {
        answers[position] = await single<T>(post, call)
      } catch (error) {
        failed = true
        throw error
      }
    }
  }
  await Promise.all(Array.from({ length: Math.min(AT_ONCE, calls.length) }, work))
  return answers
}

function isReply(reply: unknown): reply is Reply {
  return typeof reply === "object" && reply !== null && ("result" in reply || "error" in reply)
}

function resultOf<T>(method: string, reply: Reply): T {
  if (reply.error) {
    const { code, message, data } = reply.error
    throw new RpcError(method, code, typeof data === "string" ? `${message}: ${data}` : message)
  }
  return reply.result as T
}
