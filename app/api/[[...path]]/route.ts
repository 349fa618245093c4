import { NotFound } from "@/lib/errors"
import { respond } from "@/lib/http/route"

const nothing = respond({ path: "/api/{unknown}" }, async () => {
  throw new NotFound("There is nothing at this address. /api/openapi.json lists what there is.")
})

export {
  nothing as DELETE,
  nothing as GET,
  nothing as HEAD,
  nothing as OPTIONS,
  nothing as PATCH,
  nothing as POST,
  nothing as PUT,
}
