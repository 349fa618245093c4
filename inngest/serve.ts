import { randomUUID } from "node:crypto"
import { serve } from "inngest/next"
import type { NextRequest } from "next/server"
import { loadConfig } from "@/lib/config"
import { NotFound } from "@/lib/errors"
import { problemResponse } from "@/lib/http/problem"
import { inngest } from "./client"
import { createFunctions } from "./functions"

type Method = "GET" | "POST" | "PUT"

let handlers: ReturnType<typeof serve> | undefined

/**
 * The endpoint that Inngest's server calls: PUT to learn of the functions, POST to run one step, GET to look. Made at
 * the first request and not when the module is loaded, because `next build` loads it without a configuration.
 *
 * Without Inngest every method answers 404: the jobs run in the embedded scheduler, and nobody from outside starts
 * them.
 */
export function serveInngest(method: Method): (request: NextRequest) => Promise<Response> {
  return async (request) => {
    const config = loadConfig()
    if (!config.inngest.enabled) return notConfigured()
    // An unsigned sync would let anybody register this endpoint under the host that their request names. Inngest signs
    // its own.
    handlers ??= serve({ client: inngest, functions: createFunctions(config), enableUnauthedSync: false })
    return handlers[method](request, undefined)
  }
}

function notConfigured(): Response {
  const requestId = randomUUID()
  const response = problemResponse(
    new NotFound(
      "Inngest is not configured here: this server runs its jobs itself. Set INNGEST_DEV, or Inngest's keys, to change that.",
    ),
    requestId,
  )
  response.headers.set("x-request-id", requestId)
  return response
}
