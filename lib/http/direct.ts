import type { IncomingMessage, ServerResponse } from "node:http"
import { BODY_BYTES } from "./contract"
import type { RouteHandler } from "./route"
import { STANDING_HEADERS } from "./standing-headers"

/** By path, what loads the file of `app` that answers a POST there. */
export type DirectRoutes = Readonly<Record<string, () => Promise<{ POST: RouteHandler }>>>

/** Answers a request; undefined for one that is Next's. */
type Direct = (incoming: IncomingMessage, outgoing: ServerResponse) => Promise<void> | undefined

/**
 * Calls these routes' handlers with nothing of Next in between: its router and its streams cost more processor time
 * than all that a prepare does. The routes are Next's all the same, as they stand in `app`; what this passes over
 * (other methods, bodies of unknown length or of more than a payment needs) goes Next's way and gets the same answer,
 * which Next compresses for whoever takes that.
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
  return (incoming, outgoing) => {
    const { method, url = "", headers } = incoming
    const load = method === "POST" ? routes[url] : undefined
    const bytes = Number(headers["content-length"] ?? Number.NaN)
    if (!load || !(bytes <= BODY_BYTES)) return undefined
    // A route makes a reply of whatever it meets. What comes here is a build that cannot be loaded.
    return answer(handlerOf(url, load), incoming, outgoing).catch((error) => void outgoing.destroy(error))
  }
}

async function answer(
  loading: Promise<RouteHandler>,
  incoming: IncomingMessage,
  outgoing: ServerResponse,
): Promise<void> {
  const [handler, body] = await Promise.all([loading, bodyOf(incoming)])
  // Whoever goes away in the middle of a question has asked nothing.
  if (!body) return
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

function bodyOf(incoming: IncomingMessage): Promise<Uint8Array<ArrayBuffer> | undefined> {
  const pieces: Uint8Array[] = []
  return new Promise((resolve) => {
    incoming.on("data", (piece: Uint8Array) => pieces.push(piece))
    incoming.on("end", () => resolve(Buffer.concat(pieces)))
    incoming.on("close", () => resolve(undefined))
    if (incoming.destroyed) resolve(undefined)
  })
}
