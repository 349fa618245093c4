import type { IncomingMessage, ServerResponse } from "node:http"
import type { RouteHandler } from "./route"
import { STANDING_HEADERS } from "./standing-headers"

/** By path, what loads the file of `app` that answers a POST there. */
export type DirectRoutes = Readonly<Record<string, () => Promise<{ POST: RouteHandler }>>>

/** Answers a request whose body has been read; undefined for one that is Next's. */
type Direct = (
  incoming: IncomingMessage,
  body: Uint8Array<ArrayBuffer>,
  outgoing: ServerResponse,
) => Promise<void> | undefined

/**
 * Calls these routes' handlers with nothing of Next in between: its router and its streams cost more processor time
 * than all that a prepare does. The routes are Next's all the same, as they stand in `app`; what this passes over
 * (other methods, another spelling of the path) goes Next's way and gets the same answer, which Next compresses for
 * whoever takes that.
 */
export function callDirectly(routes: DirectRoutes): Direct {
  const loaded = new Map<string, Promise<RouteHandler>>()
  const handlerOf = (path: string, load: DirectRoutes[string]) => {
    const known = loaded.get(path)
    if (known) return known
    const loading = load().then(({ POST }) => POST)
    loading.catch(() => loaded.delete(path))
    loaded.set(path, loading)
    return loading
  }
  return (incoming, body, outgoing) => {
    const { method, url = "" } = incoming
    const load = method === "POST" ? routes[url] : undefined
    if (!load) return undefined
    // A route makes a reply of whatever it meets. What comes here is a build that cannot be loaded.
    return answer(handlerOf(url, load), incoming, body, outgoing).catch((error) => void outgoing.destroy(error))
  }
}

async function answer(
  loading: Promise<RouteHandler>,
  incoming: IncomingMessage,
  body: Uint8Array<ArrayBuffer>,
  outgoing: ServerResponse,
): Promise<void> {
  const handler = await loading
  // The host is read from its header: what stands there may be no part of an address at all.
  const request = new Request(`http://localhost${incoming.url}`, {
    method: "POST",
    headers: incoming.headers as Record<string, string>,
    ...(body.byteLength > 0 ? { body } : {}),
  })
  const reply = await handler(request, { params: Promise.resolve({}) })
  const text = await reply.text()
  outgoing.statusCode = reply.status
  for (const [name, value] of STANDING) outgoing.setHeader(name, value)
  for (const [name, value] of reply.headers) outgoing.appendHeader(name, value)
  outgoing.setHeader("content-length", Buffer.byteLength(text))
  outgoing.end(text)
}

const STANDING = [...STANDING_HEADERS.everywhere, ...STANDING_HEADERS.ofTheApi]
