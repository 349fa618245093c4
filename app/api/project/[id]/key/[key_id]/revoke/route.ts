import { revokeKey as contract, keyJson } from "@/lib/http/api/project"
import { endpoint } from "@/lib/http/methods"
import { revokeKey } from "@/lib/project/keys"

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = endpoint(contract, async ({ ctx, params }) =>
  keyJson(await revokeKey(ctx, { projectId: params.id, id: params.key_id })),
)
