import { logIn as contract } from "@/lib/http/api/operator"
import { logIn } from "@/lib/http/login"
import { endpoint } from "@/lib/http/methods"
import { requireSameOrigin } from "@/lib/http/origin"

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = endpoint(
  contract,
  async ({ ctx, request, body, headers }) => {
    requireSameOrigin(ctx.config, request)
    await logIn(ctx, request, body, headers)
  },
)
