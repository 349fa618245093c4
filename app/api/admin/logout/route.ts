import { logOut as contract } from "@/lib/http/api/operator"
import { logOut } from "@/lib/http/login"
import { endpoint } from "@/lib/http/methods"
import { requireSameOrigin } from "@/lib/http/origin"

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = endpoint(
  contract,
  async ({ ctx, request, headers }) => {
    requireSameOrigin(ctx.config, request)
    await logOut(ctx, request, headers)
  },
)
