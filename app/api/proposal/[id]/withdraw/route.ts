import { withdrawProposal as contract } from "@/lib/http/api/approval"
import { endpoint } from "@/lib/http/methods"
import { withdrawProposal } from "@/lib/operator/four-eyes"

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = endpoint(contract, async ({ ctx, params, body }) =>
  withdrawProposal(ctx, { ...params, ...body }),
)
