import { getReady as contract } from "@/lib/http/api/service"
import { cached } from "@/lib/http/cached"
import { addressOf } from "@/lib/http/client-address"
import { limitCalls } from "@/lib/http/limits"
import { methods } from "@/lib/http/methods"
import { respond } from "@/lib/http/route"
import { readiness } from "@/lib/readiness"
import { peekContext } from "@/lib/runtime"

const GOOD_FOR_MS = 1_000

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods(contract, {
  GET: respond(contract, async ({ request, headers }) => {
    const ctx = peekContext()
    if (ctx) limitCalls(ctx, contract.limit, { network: addressOf(ctx.config, request) }, headers)
    const state = await cached("ready", ctx ?? globalThis, GOOD_FOR_MS, () => readiness())
    headers.set("cache-control", "no-store")
    return Response.json(state, { status: state.ready ? 200 : 503, headers })
  }),
})
