import { logOutEverywhere as contract } from "@/lib/http/api/operator"
import { logOutEverywhere } from "@/lib/http/login"
import { endpoint } from "@/lib/http/methods"

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = endpoint(contract, async ({ ctx, request, headers }) =>
  logOutEverywhere(ctx, request, headers),
)
