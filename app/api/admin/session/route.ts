import { getSession as contract, sessionJson } from "@/lib/http/api/operator"
import { endpoint } from "@/lib/http/methods"
import { operatorOf } from "@/lib/http/operator"

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = endpoint(contract, async ({ ctx, request }) =>
  sessionJson(ctx.config, await operatorOf(ctx, request)),
)
