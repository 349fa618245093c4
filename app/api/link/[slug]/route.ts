import { getLink as contract, linkJson } from "@/lib/http/api/link"
import { endpoint } from "@/lib/http/methods"
import { getPaymentLink } from "@/lib/link/query"

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = endpoint(contract, async ({ ctx, params }) =>
  linkJson(await getPaymentLink(ctx, params.slug)),
)
