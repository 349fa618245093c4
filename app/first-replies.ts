import { type DehydratedState, dehydrate, QueryClient, type QueryKey } from "@tanstack/react-query"
import { headers } from "next/headers"
import { nextCursor } from "@/lib/client/http"
import type { RouteHandler } from "@/lib/http/route"
import { readForPage } from "./read-for-page"

/** What of the request for a page says who asks. */
const WHO_ASKS = ["cookie", "x-forwarded-for", "user-agent"]

/**
 * Asks a route of the API in the name of whoever asks for the page, who then gets no more than they would be told
 * anyway.
 *
 * @param path with its query
 * @param params what the route's folders name of it
 * @returns undefined while the server cannot know
 */
export async function askRoute(
  get: RouteHandler,
  path: string,
  params: Record<string, string>,
): Promise<Response | undefined> {
  const asked = await headers()
  const said = WHO_ASKS.map((name) => [name, asked.get(name) ?? ""] as [string, string])
  const request = new Request(new URL(path, "http://localhost"), { headers: said.filter(([, value]) => value !== "") })
  return (await readForPage(() => get(request, { params: Promise.resolve(params) }))) ?? undefined
}

interface FirstReply {
  key: QueryKey
  reply: Response | undefined
  /** the query keeps the whole reply of a list, with the cursor of the next page */
  isPage?: boolean
}

/** What the API answers to the page's first questions, so that it need not ask them. Refusals are left out. */
export async function firstReplies(replies: FirstReply[]): Promise<DehydratedState> {
  const queries = new QueryClient()
  for (const { key, reply, isPage } of replies) {
    if (!reply?.ok) continue
    const data: unknown = await reply.json()
    const cursor = nextCursor(reply.headers.get("link"))
    queries.setQueryData(key, isPage ? { data, clockOffset: 0, nextCursor: cursor } : data)
  }
  return dehydrate(queries)
}
