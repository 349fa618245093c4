import { testWebhook as contract, deliveryJson } from "@/lib/http/api/webhook"
import { endpoint } from "@/lib/http/methods"
import { testWebhook } from "@/lib/webhook/deliveries"

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = endpoint(contract, async ({ ctx, params }) =>
  deliveryJson(await testWebhook(ctx, params.id)),
)
