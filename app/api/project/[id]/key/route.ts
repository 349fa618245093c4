import { createdKeyJson, createKey, keyJson, listKeys } from "@/lib/http/api/project"
import { methods } from "@/lib/http/methods"
import { pageJson } from "@/lib/http/paging"
import { route } from "@/lib/http/route"
import { createKey as create, listKeys as list } from "@/lib/project/keys"

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods(createKey, {
  GET: route(listKeys, async ({ ctx, params, query }) =>
    pageJson(await list(ctx, { projectId: params.id, ...query }), keyJson),
  ),
  POST: route(createKey, async ({ ctx, params, body }) => {
    const { kind, name, scopes, origins, expires_at: expiresAt } = body
    return createdKeyJson(await create(ctx, { projectId: params.id, kind, name, scopes, origins, expiresAt }))
  }),
})
