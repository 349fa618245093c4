import { resendDelivery as contract, deliveryJson } from "@/lib/http/api/webhook"
import { endpoint } from "@/lib/http/methods"
import { resendDelivery } from "@/lib/webhook/deliveries"

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = endpoint(contract, async ({ ctx, params }) =>
  deliveryJson(await resendDelivery(ctx, params.id)),
)
