import { rotateKey as contract, createdKeyJson } from "@/lib/http/api/project"
import { endpoint } from "@/lib/http/methods"
import { rotateKey } from "@/lib/project/keys"

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = endpoint(contract, async ({ ctx, params, body }) => {
  const overlapSeconds = body?.overlap_seconds ?? 0
  return createdKeyJson(await rotateKey(ctx, { projectId: params.id, id: params.key_id, overlapSeconds }))
})
