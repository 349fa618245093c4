import type { Contract, ReplyOf } from "./contract"
import { PREFLIGHT_HEADERS } from "./cors"
import { HttpError } from "./problem"
import { type Call, type Memory, type RouteHandler, respond, route } from "./route"

const METHODS = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"] as const
type Method = (typeof METHODS)[number]
type Handlers = Partial<Record<"GET" | "POST", RouteHandler>>

/** Everything a file with one route exports. */
export function endpoint<C extends Contract, Kept = never>(
  contract: C,
  work: (call: Call<C>) => Promise<ReplyOf<C>>,
  memory?: Memory<C, Kept>,
): Record<Method, RouteHandler> {
  return methods(contract, { [contract.method]: route(contract, work, memory) })
}

/**
 * Everything a route file exports: its handlers, HEAD for GET, OPTIONS, and for the rest 405 with `Allow` (RFC 9110,
 * 15.5.6), which Next would answer with an empty body.
 *
 * @param contract one of the file's routes: they share path and CORS
 */
export function methods(contract: Pick<Contract, "path" | "cors">, handlers: Handlers): Record<Method, RouteHandler> {
  const allow = [...Object.keys(handlers), ...(handlers.GET ? ["HEAD"] : []), "OPTIONS"].join(", ")
  const refuse = respond(contract, async () => {
    const message = `This method is not possible here. Possible: ${allow}.`
    throw new HttpError("METHOD_NOT_ALLOWED", message, { allow })
  })
  const options = respond(contract, async () => {
    return new Response(null, { status: 204, headers: { allow, ...(contract.cors ? PREFLIGHT_HEADERS : {}) } })
  })
  return {
    GET: handlers.GET ?? refuse,
    HEAD: handlers.GET ?? refuse,
    POST: handlers.POST ?? refuse,
    PUT: refuse,
    PATCH: refuse,
    DELETE: refuse,
    OPTIONS: options,
  }
}
