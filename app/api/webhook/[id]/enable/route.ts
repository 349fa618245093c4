import { enableWebhook as contract, webhookJson } from "@/lib/http/api/webhook"
import { endpoint } from "@/lib/http/methods"
import { enableWebhook } from "@/lib/webhook/manage"

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = endpoint(contract, async ({ ctx, params }) =>
  webhookJson(await enableWebhook(ctx, params.id)),
)
