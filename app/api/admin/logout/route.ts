import { logOut as contract } from "@/lib/http/contracts/service"
import { endpoint } from "@/lib/http/methods"
import { logOut, requireSameOrigin } from "@/lib/http/operator"

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = endpoint(
  contract,
  async ({ ctx, request, headers }) => {
    requireSameOrigin(request)
    await logOut(ctx, request, headers)
  },
)
