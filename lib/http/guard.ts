import { subscribe } from "node:diagnostics_channel"
import type { IncomingMessage, Server } from "node:http"
import { admitRequests } from "./admission"
import type { DirectRoutes } from "./direct"

/**
 * Normalises a request before Next sees it: broken percent-encoding, TRACE, X-Forwarded-For. Call it once, when the
 * server starts.
 *
 * - A path whose percent-encoding is broken: Next answers 500, although it is the client's mistake. Here what cannot be
 *   decoded becomes U+FFFD, as in a query, and the route refuses it.
 * - A target with scheme and host (RFC 9112, 3.2.2: a server must accept it), which Next redirects to itself for ever.
 * - OPTIONS for the server as a whole, HAProxy's usual check: Next has no answer for it, and the health check has one.
 * - TRACE, which the Fetch standard's Request cannot carry: Next answers 500. As DELETE, which no route can have
 *   (`methods`), it gets the 405 that it should.
 * - X-Forwarded-For, which Next takes from the client as it is: the address that the connection comes from is added at
 *   the end.
 *
 * And it puts `admitRequests` before each server: here is the first moment in which Next's is known.
 *
 * @param routes that are called without Next
 */
export function guardRequests(routes: DirectRoutes = {}): void {
  const known = new WeakSet<Server>()
  subscribe("http.server.request.start", (message) => {
    const { request, server } = message as { request: IncomingMessage; server: Server }
    if (!known.has(server)) admitRequests(server, { routes })
    known.add(server)
    request.url = repairPath((request.url ?? "/").replace(/^https?:\/\/[^/?]*\/?/i, "/"))
    if (request.method === "OPTIONS" && (request.url === "/" || request.url === "*")) request.url = "/api/health"
    if (request.method === "TRACE") request.method = "DELETE"
    const hops = [request.headers["x-forwarded-for"], request.socket.remoteAddress].flat().filter(Boolean)
    request.headers["x-forwarded-for"] = hops.join(", ")
  })
}

/** The same URL when its path can be decoded, else one whose path can. */
export function repairPath(url: string): string {
  const [path = "", ...query] = url.split("?")
  if (canDecode(path)) return url
  return [path.split("/").map(repairSegment).join("/"), ...query].join("?")
}

function canDecode(path: string): boolean {
  try {
    decodeURIComponent(path)
    return true
  } catch {
    return false
  }
}

function repairSegment(segment: string): string {
  if (canDecode(segment)) return segment
  const bytes = segment.replace(/%([0-9a-f]{2})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
  return encodeURIComponent(Buffer.from(bytes, "latin1").toString("utf8"))
}
