import { closeLink as contract, linkJson } from "@/lib/http/api/link"
import { endpoint } from "@/lib/http/methods"
import { closePaymentLink } from "@/lib/link/close"

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = endpoint(contract, async ({ ctx, params }) =>
  linkJson(await closePaymentLink(ctx, params.slug)),
)
