import { getOpenApi as contract } from "@/lib/http/api/service"
import { methods } from "@/lib/http/methods"
import { openApiDocument } from "@/lib/http/openapi"
import { reachedAt } from "@/lib/http/origin"
import { respond } from "@/lib/http/route"
import { getConfig } from "@/lib/runtime"

/** Made once: it takes a while, and is the same for everybody but for the server's address. */
let document: ReturnType<typeof openApiDocument> | undefined

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods(contract, {
  GET: respond(contract, async ({ request, headers }) => {
    document ??= openApiDocument()
    headers.set("content-type", "application/json")
    return new Response(JSON.stringify({ ...document, servers: [{ url: reachedAt(getConfig(), request) }] }), {
      headers,
    })
  }),
})
