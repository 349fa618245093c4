import { getLink as contract } from "@/lib/http/contracts/link"
import { linkJson } from "@/lib/http/json"
import { endpoint } from "@/lib/http/methods"
import { getPaymentLink } from "@/lib/link/query"

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = endpoint(contract, async ({ ctx, params }) =>
  linkJson(await getPaymentLink(ctx, params.slug)),
)
