import { logIn as contract } from "@/lib/http/contracts/service"
import { endpoint } from "@/lib/http/methods"
import { logIn, requireSameOrigin } from "@/lib/http/operator"

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = endpoint(
  contract,
  async ({ ctx, request, body, headers }) => {
    requireSameOrigin(request)
    await logIn(ctx, request, body.password, headers)
  },
)
