import { closeLink as contract } from "@/lib/http/contracts/link"
import { linkJson } from "@/lib/http/json"
import { endpoint } from "@/lib/http/methods"
import { closePaymentLink } from "@/lib/link/close"

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = endpoint(contract, async ({ ctx, params }) =>
  linkJson(await closePaymentLink(ctx, params.slug)),
)
