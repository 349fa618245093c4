import { logIn as contract } from "@/lib/http/contracts/service"
import { endpoint } from "@/lib/http/methods"
import { logIn } from "@/lib/http/operator"
import { requireSameOrigin } from "@/lib/http/origin"

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = endpoint(
  contract,
  async ({ ctx, request, body, headers }) => {
    requireSameOrigin(ctx.config, request)
    await logIn(ctx, request, body.password, headers)
  },
)
