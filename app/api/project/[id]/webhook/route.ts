import { createProjectWebhook, listProjectWebhooks, webhookJson, webhookWithSecretsJson } from "@/lib/http/api/webhook"
import { methods } from "@/lib/http/methods"
import { pageJson } from "@/lib/http/paging"
import { route } from "@/lib/http/route"
import { getProject } from "@/lib/project/query"
import { createWebhook, listWebhooks } from "@/lib/webhook/manage"

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods(createProjectWebhook, {
  GET: route(listProjectWebhooks, async ({ ctx, params, query }) =>
    pageJson(await listWebhooks(ctx, { projectId: params.id, ...query }), webhookJson),
  ),
  POST: route(createProjectWebhook, async ({ ctx, params, body }) => {
    // An operator may ask for one that does not exist.
    const { id } = await getProject(ctx, params.id)
    return webhookWithSecretsJson(await createWebhook(ctx, { projectId: id, ...body }))
  }),
})
