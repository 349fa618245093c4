import { getOpenApi as contract } from "@/lib/http/contracts/service"
import { methods } from "@/lib/http/methods"
import { openApiDocument } from "@/lib/http/openapi"
import { respond } from "@/lib/http/route"

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods(contract, {
  GET: respond(contract, async ({ headers }) => Response.json(openApiDocument(), { headers })),
})
