import { createServer, type IncomingMessage } from "node:http"
import { connect, createServer as createTcpServer, type Socket } from "node:net"
import { json } from "node:stream/consumers"
import { setTimeout as wait } from "node:timers/promises"
import { z } from "zod"

const callSchema = z.looseObject({ id: z.unknown(), method: z.string(), params: z.array(z.unknown()) })
const bodySchema = z.union([callSchema, z.array(callSchema)])
export type Call = z.infer<typeof callSchema>

/**
 * What a node does to one HTTP request: `drop` before it is heard, `cut` after it was obeyed, `hang` for ever, `refuse`
 * with an error unheard, `deny` with an error although it was obeyed, `late` with the answer when nobody waits for it
 * any more.
 */
export type Treatment = "pass" | "drop" | "cut" | "hang" | "refuse" | "deny" | "late"

/** Longer than the platform waits for a node. */
const LATE_MS = 11_000

export interface NodeProxy {
  url: string
  /** How each request is treated from now on, by the methods it calls */
  treat: (methods: string[]) => Treatment
  /** The newest block that it admits to know; undefined: all */
  staleAt: number | undefined
  /** What a liar makes of the answer to a call */
  lie: ((call: Call, result: unknown) => unknown) | undefined
  stop(): Promise<void>
}

/** A bad line between the platform and its node. */
export async function startNodeProxy(target: string): Promise<NodeProxy> {
  const hanging = new Set<Socket>()
  const server = createServer((request, response) => {
    forward(request).then(
      (reply) => reply !== undefined && response.setHeader("content-type", "application/json").end(reply),
      () => request.socket.destroy(),
    )
  })
  const forward = async (request: IncomingMessage): Promise<string | undefined> => {
    const body = bodySchema.parse(await json(request))
    const calls = Array.isArray(body) ? body : [body]
    const treatment = proxy.treat(calls.map(({ method }) => method))
    if (treatment === "drop") throw new Error("dropped")
    if (treatment === "hang") {
      hanging.add(request.socket)
      return undefined
    }
    if (treatment === "refuse") return refusal(body)
    const reply = await fetch(target, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(body),
    })
    const text = await reply.text()
    if (treatment === "cut") throw new Error("cut")
    if (treatment === "deny") return refusal(body)
    if (treatment === "late") await wait(LATE_MS)
    const { lie, staleAt } = proxy
    if (lie) return change(calls, text, lie)
    return staleAt === undefined ? text : change(calls, text, (call, result) => forget(call, result, staleAt))
  }
  const proxy: NodeProxy = {
    url: "",
    treat: () => "pass",
    staleAt: undefined,
    lie: undefined,
    stop: async () => {
      for (const socket of hanging) socket.destroy()
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve))
  proxy.url = `http://127.0.0.1:${portOf(server.address())}`
  return proxy
}

/** As a node whose pool is full, or that has lost its mind. */
function refusal(body: Call | Call[]): string {
  const error = { code: -1106, message: "PoolIsFull" }
  const replies = [body].flat().map(({ id }) => ({ jsonrpc: "2.0", id, error }))
  return JSON.stringify(Array.isArray(body) ? replies : replies[0])
}

function change(calls: Call[], text: string, by: (call: Call, result: unknown) => unknown): string {
  const replies = z
    .union([z.record(z.string(), z.unknown()), z.array(z.record(z.string(), z.unknown()))])
    .parse(JSON.parse(text))
  for (const reply of [replies].flat()) {
    const call = calls.find(({ id }) => id === reply.id)
    if (call && "result" in reply) reply.result = by(call, reply.result)
  }
  return JSON.stringify(replies)
}

/** As a node would answer that has not heard of the blocks after `tip`. */
function forget({ method, params }: Call, result: unknown, tip: number): unknown {
  return /^get_(block_hash|block_by_number|header_by_number)$/.test(method) && Number(params[0]) > tip ? null : result
}

export interface DatabaseProxy {
  /** The same database through the proxy */
  url: string
  /** Cuts the connection when the answer to the next COMMIT or submit comes, so that nobody hears it. */
  cutNextCommit(): void
  /** COMMITs whose answer was lost */
  cuts: number
  stop(): Promise<void>
}

/** What a COMMIT is called once a connection has parsed it; one process gives it one name on all its connections. */
const names = new Set<string>()

/** Reads Parse messages of the protocol: a statement's name, and its text. */
function learnNames(chunk: Buffer): void {
  const [, name] = /P[\s\S]{4}([^\0]+)\0COMMIT\0/.exec(chunk.toString("latin1")) ?? []
  if (name) names.add(name)
}

/** Whether a message makes something durable: a COMMIT, or a submit, which is a transaction by itself. */
function commits(chunk: Buffer): boolean {
  return chunk.includes("COMMIT") || [...names, "hot submit payment"].some((name) => chunk.includes(`\0${name}\0`))
}

/** A bad line between the platform and PostgreSQL. */
export async function startDatabaseProxy(databaseUrl: string): Promise<DatabaseProxy> {
  const target = new URL(databaseUrl)
  const sockets = new Set<Socket>()
  let armed = false
  const server = createTcpServer((client) => {
    const upstream = connect(Number(target.port), target.hostname)
    let committing = false
    for (const socket of [client, upstream]) {
      sockets.add(socket)
      socket.on("error", () => socket.destroy())
      socket.on("close", () => {
        client.destroy()
        upstream.destroy()
      })
    }
    client.on("data", (chunk) => {
      learnNames(chunk)
      if (armed && commits(chunk)) {
        armed = false
        committing = true
      }
      upstream.write(chunk)
    })
    upstream.on("data", (chunk) => {
      if (!committing) return void client.write(chunk)
      // The database has answered, so it is done; the answer is lost.
      proxy.cuts++
      client.destroy()
    })
  })
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve))
  const url = new URL(databaseUrl)
  url.port = String(portOf(server.address()))
  url.hostname = "127.0.0.1"
  const proxy: DatabaseProxy = {
    url: url.toString(),
    cutNextCommit: () => {
      armed = true
    },
    cuts: 0,
    stop: async () => {
      for (const socket of sockets) socket.destroy()
      await new Promise((resolve) => server.close(resolve))
    },
  }
  return proxy
}

function portOf(address: unknown): number {
  return z.object({ port: z.number() }).parse(address).port
}
