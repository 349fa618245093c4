import { rotateWebhook as contract, webhookWithSecretsJson } from "@/lib/http/api/webhook"
import { endpoint } from "@/lib/http/methods"
import { rotateWebhook } from "@/lib/webhook/manage"

const A_DAY = 24 * 60 * 60

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = endpoint(contract, async ({ ctx, params, body }) =>
  webhookWithSecretsJson(await rotateWebhook(ctx, params.id, body?.overlap_seconds ?? A_DAY)),
)
