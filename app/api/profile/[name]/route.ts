import { getProfile as contract, profileJson } from "@/lib/http/api/profile"
import { endpoint } from "@/lib/http/methods"
import { findProfile } from "@/lib/profile/query"

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = endpoint(contract, async ({ ctx, params }) =>
  profileJson(await findProfile(ctx, params.name)),
)
