import { IncomingMessage, type Server, type ServerResponse } from "node:http"
import { inSeconds } from "@/lib/in-seconds"
import { createLogger } from "@/lib/log"
import { GATES, type GateName, meters } from "@/lib/meters"
import { perProcess } from "@/lib/process"
import { CORS_HEADERS } from "./cors"
import { callDirectly, type DirectRoutes } from "./direct"
import { createGate, type Gate } from "./gate"
import { GATE_OF, gatedRoute } from "./gates"
import { countRequest } from "./metrics"
import { HttpError, problemParts } from "./problem"
import { createReadAhead } from "./read-ahead"
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
 * `Retry-After` before Next and the database know of it, and mostly before its body is read. One whose body is not
 * whole has no place to take.
 */
export function admitRequests(
  server: Server,
  { routes = {}, places = { underWay: UNDER_WAY, waiting: WAITING } }: Admission = {},
): void {
  const listeners = server.listeners("request")
  // Next's listener promises the end of its work, which may be later than its client's going away.
  const next = (...exchange: [IncomingMessage, ServerResponse]) =>
    Promise.all(listeners.map((listener) => listener.apply(server, exchange)))
  const directly = callDirectly(routes)
  const readAhead = createReadAhead()
  let connections = 0
  server.on("connection", () => {
    connections += 1
  })
  const gate = () => createGate({ ...places, connections: () => connections })
  const gates = Object.fromEntries(GATES.map((name) => [name, gate()])) as Record<GateName, Gate>

  const admit = async (request: IncomingMessage, response: ServerResponse, behind: Behind) => {
    const { enter, wait } = gates[behind.name]
    const full = wait()
    if (full > 0) return refuse(request, response, { ...behind, seconds: full })
    const body = await readAhead(request)
    // Whoever goes away in the middle of a question has asked nothing.
    if (!body) return
    const seconds = enter({
      run: async () => void (await (directly(request, body, response) ?? next(replay(request, body), response))),
      isGone: () => request.socket.destroyed,
    })
    if (seconds > 0) refuse(request, response, { ...behind, seconds })
  }
  server.removeAllListeners("request")
  server.on("request", (request, response) => {
    const route = gatedRoute(request.method, request.url)
    const name = route === undefined ? undefined : GATE_OF[route]
    void (route === undefined || name === undefined
      ? next(request, response)
      : admit(request, response, { route, name }))
  })
}

interface Behind {
  /** its template */
  route: string
  name: GateName
}

/** The same request, whose body has been read, for whoever is to read it again. */
function replay(request: IncomingMessage, body: Uint8Array): IncomingMessage {
  const { method, url, headers, rawHeaders, httpVersion, httpVersionMajor, httpVersionMinor } = request
  const again = Object.assign(new IncomingMessage(request.socket), {
    ...{ method, url, headers, rawHeaders, httpVersion, httpVersionMajor, httpVersionMinor, complete: true },
  })
  again.push(body)
  again.push(null)
  return again
}

function refuse(
  request: IncomingMessage,
  response: ServerResponse,
  { route, name, seconds }: Behind & { seconds: number },
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
