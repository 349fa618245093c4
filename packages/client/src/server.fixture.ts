import type { Context } from "@/lib/context"
import { CONTRACTS } from "@/lib/http/api/contracts"
import { call } from "@/lib/http/api.fixture"
import type { Contract } from "@/lib/http/contract"

/** What came to the server: `POST /api/link`. */
export interface Served {
  fetch: typeof fetch
  requests: { name: string; headers: Headers; body: string | undefined }[]
}

/** Places of a path that are named win over those that stand for anything. */
const byPlaceholders = (a: Contract, b: Contract) => a.path.split("{").length - b.path.split("{").length
const ROUTES = [...CONTRACTS].sort(byPlaceholders).map((contract) => ({
  contract,
  pattern: new RegExp(`^${contract.path.replace(/\{(\w+)\}/g, "(?<$1>[^/]+)")}$`),
}))

/** The real routes on a test's context, as a client's fetch reaches them. */
export function serve(ctx: Context): Served {
  const requests: Served["requests"] = []
  return {
    requests,
    fetch: async (input, init = {}) => {
      const url = new URL(String(input))
      const headers = new Headers(init.headers)
      const body = init.body as string | undefined
      requests.push({ name: `${init.method} ${url.pathname}`, headers, body })
      const route = ROUTES.find(
        ({ contract, pattern }) => contract.method === init.method && pattern.test(url.pathname),
      )
      if (!route) return new Response("<h1>Not found</h1>", { status: 404 })
      const params = Object.entries(route.pattern.exec(url.pathname)?.groups ?? {})
      const answer = await call(ctx, route.contract, {
        params: Object.fromEntries(params.map(([name, value]) => [name, decodeURIComponent(value)])),
        query: url.search.slice(1),
        body,
        headers: Object.fromEntries(headers),
      })
      return new Response(JSON.stringify(answer.json), { status: answer.status, headers: answer.headers })
    },
  }
}

/** A fetch that changes what one route answers. */
export function lying(honest: typeof fetch, path: string, lie: (reply: Reply) => Reply): typeof fetch {
  return async (input, init) => {
    const response = await honest(input, init)
    if (new URL(String(input)).pathname !== path || !response.ok) return response
    const { status, headers } = response
    return new Response(JSON.stringify(lie(await response.json())), { status, headers })
  }
}

// biome-ignore lint/suspicious/noExplicitAny: replies of every shape are changed
type Reply = any
