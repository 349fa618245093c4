import { createWebhook, listWebhooks, webhookJson, webhookWithSecretsJson } from "@/lib/http/api/webhook"
import { methods } from "@/lib/http/methods"
import { pageJson } from "@/lib/http/paging"
import { route } from "@/lib/http/route"
import { createWebhook as create, listWebhooks as list } from "@/lib/webhook/manage"

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods(createWebhook, {
  GET: route(listWebhooks, async ({ ctx, query, project }) =>
    pageJson(await list(ctx, { projectId: project, ...query }), webhookJson),
  ),
  POST: route(createWebhook, async ({ ctx, body, project }) =>
    webhookWithSecretsJson(await create(ctx, { projectId: project, ...body })),
  ),
})
