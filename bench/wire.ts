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
 * Listens to every connection of this process to PostgreSQL, whoever opened it, and to what goes through `nodeUrl`.
 * Counted where it leaves: which library asked makes no difference.
 *
 * @param rpcUrl the node itself
 */
export async function listen(rpcUrl: string) {
  const now: Traffic = { statements: [], requests: [] }
  const { query } = pg.Client.prototype
  pg.Client.prototype.query = function heard(this: pg.Client, ...args: unknown[]) {
    now.statements.push(textOf(args[0]))
    return Reflect.apply(query, this, args)
  } as typeof query

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
      pg.Client.prototype.query = query
      proxy.closeAllConnections()
      await new Promise((resolve) => proxy.close(resolve))
    },
  }
}

export type Wire = Awaited<ReturnType<typeof listen>>
