import { getOpenApi as contract } from "@/lib/http/api/service"
import { methods } from "@/lib/http/methods"
import { openApiDocument } from "@/lib/http/openapi"
import { respond } from "@/lib/http/route"

/** Made once: it takes a while, and is the same for everybody. */
let document: string | undefined

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods(contract, {
  GET: respond(contract, async ({ headers }) => {
    document ??= JSON.stringify(openApiDocument())
    headers.set("content-type", "application/json")
    return new Response(document, { headers })
  }),
})
