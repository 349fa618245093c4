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
  const { ask, askSends } = { ask: collector(post, 64), askSends: collector(post, 4) }
  return {
    async call<T>(method: string, params: unknown[] = [], bounds?: Bounds) {
      const asked = { method, params }
      // What takes long to verify holds up no reading, and what has bounds of its own waits for nobody.
      const answer = async () =>
        bounds
          ? single<T>(post, asked, bounds)
          : ((await (method === "send_transaction" ? askSends : ask)([asked]))[0] as T)
      return betweenFailpoints(method, () => measured(method, answer))
    },
    async batch<T>(calls: RpcCall[]) {
      if (calls.length === 0) return []
      const method = calls[0]?.method ?? ""
      return betweenFailpoints(`batch ${method}`, () => measured(method, () => ask(calls) as Promise<T[]>))
    },
  }
}

/** Calls of one caller: they stay in one request, in their order. */
interface Unit {
  calls: RpcCall[]
  resolve: (answers: unknown[]) => void
  reject: (error: unknown) => void
}

/**
 * Asks in one request what is asked at the same moment, whoever asks: under load a request to the node costs as much as
 * what it asks for. Where an endpoint refuses that, each caller's calls go by themselves, and where it refuses batches
 * at all, each call.
 *
 * @param most calls in one request, but for a caller who has more
 */
function collector(post: Post, most: number): (calls: RpcCall[]) => Promise<unknown[]> {
  let [combines, takesBatches] = [true, true]
  let waiting: Unit[] = []

  function flush() {
    const units = waiting
    waiting = []
    let group: Unit[] = []
    let size = 0
    for (const unit of units) {
      if (group.length > 0 && (size + unit.calls.length > most || !combines)) {
        void sendGroup(group)
        group = []
        size = 0
      }
      group.push(unit)
      size += unit.calls.length
    }
    void sendGroup(group)
  }

  async function sendGroup(units: Unit[]): Promise<void> {
    const [first] = units
    if (first && units.length === 1) return sendUnit(first.calls).then(first.resolve, first.reject)
    try {
      const replies = await repliesOf(
        post,
        units.flatMap(({ calls }) => calls),
      )
      for (const { calls, resolve, reject } of units)
        settle(calls, replies.splice(0, calls.length), { resolve, reject })
    } catch (error) {
      const isRefused = error instanceof BatchRefused
      if (isRefused) combines = false
      for (const unit of units) {
        if (isRefused) void sendGroup([unit])
        else unit.reject(error)
      }
    }
  }

  async function sendUnit(calls: RpcCall[]): Promise<unknown[]> {
    const [call] = calls
    if (call && calls.length === 1) return [await single(post, call)]
    if (!takesBatches) return oneByOne(post, calls)
    try {
      return answersOf(calls, await repliesOf(post, calls))
    } catch (error) {
      if (!(error instanceof BatchRefused)) throw error
      const answers = await oneByOne(post, calls)
      // Only now is it clear that batches were what the endpoint did not like.
      takesBatches = false
      return answers
    }
  }

  return (calls) =>
    new Promise((resolve, reject) => {
      if (waiting.length === 0) setImmediate(flush)
      waiting.push({ calls, resolve, reject })
    })
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

/** In the order of the calls; undefined for one that is left out. @throws BatchRefused */
async function repliesOf(post: Post, calls: RpcCall[]): Promise<(Reply | undefined)[]> {
  const replies = await post(calls.map(({ method, params }, id) => ({ id, jsonrpc: "2.0", method, params })))
  if (!Array.isArray(replies)) throw new BatchRefused()
  // Some endpoints give ids back as strings.
  const byId = new Map(replies.filter(isReply).map((reply) => [String(reply.id), reply]))
  return calls.map((_, id) => byId.get(String(id)))
}

/** @throws RpcError when the node refuses any; ChainError when it leaves one out */
function answersOf(calls: RpcCall[], replies: (Reply | undefined)[]): unknown[] {
  return calls.map(({ method }, position) => {
    const reply = replies[position]
    if (!reply) throw unreachable(`it left out the answer to ${method}`)
    return resultOf(method, reply)
  })
}

function settle(calls: RpcCall[], replies: (Reply | undefined)[], { resolve, reject }: Omit<Unit, "calls">): void {
  try {
    resolve(answersOf(calls, replies))
  } catch (error) {
    reject(error)
  }
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
