import { getSession as contract } from "@/lib/http/contracts/service"
import { endpoint } from "@/lib/http/methods"
import { operatorOf } from "@/lib/http/operator"
import { sessionJson } from "@/lib/http/operator-json"

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = endpoint(contract, async ({ ctx, request }) =>
  sessionJson(ctx.config, await operatorOf(ctx, request)),
)
