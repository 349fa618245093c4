import { logOutEverywhere as contract } from "@/lib/http/contracts/account"
import { logOutEverywhere } from "@/lib/http/login"
import { endpoint } from "@/lib/http/methods"

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = endpoint(
  contract,
  async ({ ctx, request, operator, headers }) => logOutEverywhere(ctx, request, operator, headers),
)
