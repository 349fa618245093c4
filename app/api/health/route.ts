import { getHealth as contract } from "@/lib/http/api/service"
import { methods } from "@/lib/http/methods"
import { respond } from "@/lib/http/route"

// Only that the process answers: a restart would mend no database and no node.
export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods(contract, {
  GET: respond(contract, async ({ headers }) => Response.json({ status: "ok" }, { headers })),
})
