import { disableWebhook as contract, webhookJson } from "@/lib/http/api/webhook"
import { endpoint } from "@/lib/http/methods"
import { disableWebhook } from "@/lib/webhook/manage"

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = endpoint(contract, async ({ ctx, params }) =>
  webhookJson(await disableWebhook(ctx, params.id)),
)
