import type { IncomingMessage, Server, ServerResponse } from "node:http"
import { inSeconds } from "@/lib/in-seconds"
import { createLogger } from "@/lib/log"
import { GATES, type GateName, meters } from "@/lib/meters"
import { perProcess } from "@/lib/process"
import { CORS_HEADERS } from "./cors"
import { callDirectly, type DirectRoutes } from "./direct"
import { createGate } from "./gate"
import { GATE_OF, gatedRoute } from "./gates"
import { countRequest } from "./metrics"
import { HttpError, problemParts } from "./problem"
import { requestIdOf } from "./request-id"

/**
 * Under way at once, of each gate and process: more than there are connections to the database, for part of a request's
 * time is the node's. Not many more: each turn of the event loop goes through all of them, and the block follower waits
 * for some forty turns a block.
 */
const UNDER_WAY = 16
/** Some two seconds of work. Who would wait longer is better off knowing it. */
const WAITING = 224

interface Admission {
  /** that are called without Next */
  routes?: DirectRoutes
  /** for tests */
  places?: { underWay: number; waiting: number }
}

const QUIET_MS = 1_000

/**
 * Stands before everything else that listens to this server: a request that has no place is answered 503 with
 * `Retry-After` before its body is read, before Next and before the database know of it.
 */
export function admitRequests(
  server: Server,
  { routes = {}, places = { underWay: UNDER_WAY, waiting: WAITING } }: Admission = {},
): void {
  const listeners = server.listeners("request")
  const directly = callDirectly(routes)
  const handle = async (...exchange: [IncomingMessage, ServerResponse]) => {
    const answered = directly(...exchange)
    if (answered) return answered
    // Next's listener promises the end of its work, which may be later than its client's going away.
    await Promise.all(listeners.map((listener) => listener.apply(server, exchange)))
  }
  let connections = 0
  server.on("connection", () => {
    connections += 1
  })
  const gate = () => createGate({ ...places, connections: () => connections })
  const gates = Object.fromEntries(GATES.map((name) => [name, gate()])) as Record<
    GateName,
    ReturnType<typeof createGate>
  >
  server.removeAllListeners("request")
  server.on("request", (request, response) => {
    const route = gatedRoute(request.method, request.url)
    const name = route === undefined ? undefined : GATE_OF[route]
    if (route === undefined || name === undefined) return void handle(request, response)
    const seconds = gates[name].enter({
      run: () => handle(request, response),
      isGone: () => request.socket.destroyed,
    })
    if (seconds > 0) refuse(request, response, { route, name, seconds })
  })
}

function refuse(
  request: IncomingMessage,
  response: ServerResponse,
  { route, name, seconds }: { route: string; name: GateName; seconds: number },
): void {
  const requestId = requestIdOf(request.headers["x-request-id"])
  const message = `More requests than this server can serve. Nothing was done, nothing was sent and no money moved. Try again in ${inSeconds(seconds)}.`
  const error = new HttpError("OVERLOADED", message, { "retry-after": `${seconds}` })
  const { status, headers, body } = problemParts(error, requestId)
  // The routes that take no calls of other origins' pages take no preflight either, so none of those gets here.
  response.writeHead(status, { ...headers, ...CORS_HEADERS, "x-request-id": requestId })
  response.end(body)
  meters().refusals.inc({ gate: name })
  countRequest("POST", route, status, 0)
  tell(name)
}

/** One line a second says how many, for a line of each would be a second flood. */
function tell(gate: GateName): void {
  const untold = perProcess("refusals", () => new Map<GateName, number>())
  const count = untold.get(gate)
  untold.set(gate, (count ?? 0) + 1)
  if (count !== undefined) return
  setTimeout(() => {
    const log = perProcess("http-log", () => createLogger("info"))
    log.warn({ gate, refused: untold.get(gate) }, "too many requests at once: the rest was refused")
    untold.delete(gate)
  }, QUIET_MS).unref()
}
