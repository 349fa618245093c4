import { sharePayment as contract } from "@/lib/http/api/payment"
import { endpoint } from "@/lib/http/methods"
import { shareKeyOf } from "@/lib/payment/share-key"

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = endpoint(contract, async ({ ctx, params }) => ({
  share_key: await shareKeyOf(ctx, params.id),
}))
