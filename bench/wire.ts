import { createServer } from "node:http"
import { text } from "node:stream/consumers"
import pg from "pg"

/** What went over the wire: to the database statement by statement, to the node request by request. */
export interface Traffic {
  /** as PostgreSQL got them, BEGIN and COMMIT included */
  statements: string[]
  /** HTTP requests, each by the methods that it calls: a batch is one */
  requests: string[][]
}

/** A statement as its driver is given it: text, or an object that has it. */
const textOf = (query: unknown): string =>
  typeof query === "string" ? query : String((query as { text?: unknown } | undefined)?.text ?? "")

/**
 * Hears every statement that this process sends to PostgreSQL, over whichever connection, whichever library asks.
 *
 * @param hear is told each, as its driver is given it
 * @returns what ends it
 */
export function hearStatements(hear: (statement: string) => void): () => void {
  const { query } = pg.Client.prototype
  pg.Client.prototype.query = function heard(this: pg.Client, ...args: unknown[]) {
    hear(textOf(args[0]))
    return Reflect.apply(query, this, args)
  } as typeof query
  return () => {
    pg.Client.prototype.query = query
  }
}

/**
 * Counts where it leaves what goes to PostgreSQL, and what goes through `nodeUrl` to the node.
 *
 * @param rpcUrl the node itself
 */
export async function listen(rpcUrl: string) {
  const now: Traffic = { statements: [], requests: [] }
  const stopHearing = hearStatements((statement) => now.statements.push(statement))
  const proxy = createServer((request, response) => {
    text(request)
      .then(async (body) => {
        const calls: unknown = JSON.parse(body)
        now.requests.push([calls].flat().map((call) => String((call as { method?: unknown }).method)))
        const reply = await fetch(rpcUrl, { method: "POST", headers: { "content-type": "application/json" }, body })
        response.setHeader("content-type", "application/json").end(await reply.text())
      })
      .catch(() => response.destroy())
  })
  await new Promise<void>((resolve) => proxy.listen(0, "127.0.0.1", resolve))
  const address = proxy.address()
  if (typeof address !== "object" || !address) throw new Error("the node's proxy has no port")

  return {
    nodeUrl: `http://127.0.0.1:${address.port}`,
    /** What a piece of work sends. */
    async during(work: () => Promise<unknown>): Promise<Traffic> {
      const before = { statements: now.statements.length, requests: now.requests.length }
      await work()
      return { statements: now.statements.slice(before.statements), requests: now.requests.slice(before.requests) }
    },
    async stop(): Promise<void> {
      stopHearing()
      proxy.closeAllConnections()
      await new Promise((resolve) => proxy.close(resolve))
    },
  }
}

export type Wire = Awaited<ReturnType<typeof listen>>
