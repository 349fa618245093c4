import { previewPayout as contract, previewJson } from "@/lib/http/api/approval"
import { endpoint } from "@/lib/http/methods"
import { previewPayouts } from "@/lib/operator/preview-payouts"

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = endpoint(contract, async ({ ctx }) =>
  previewJson(await previewPayouts(ctx)),
)
