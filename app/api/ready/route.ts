import { getReady as contract } from "@/lib/http/contracts/service"
import { methods } from "@/lib/http/methods"
import { respond } from "@/lib/http/route"
import { readiness } from "@/lib/readiness"

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods(contract, {
  GET: respond(contract, async ({ headers }) => {
    const state = await readiness()
    headers.set("cache-control", "no-store")
    return Response.json(state, { status: state.ready ? 200 : 503, headers })
  }),
})
