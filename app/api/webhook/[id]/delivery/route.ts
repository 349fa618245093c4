import { listDeliveries as contract, deliveryJson } from "@/lib/http/api/webhook"
import { endpoint } from "@/lib/http/methods"
import { pageJson } from "@/lib/http/paging"
import { listDeliveries } from "@/lib/webhook/deliveries"

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = endpoint(contract, async ({ ctx, params, query }) =>
  pageJson(await listDeliveries(ctx, { webhookId: params.id, ...query }), deliveryJson),
)
