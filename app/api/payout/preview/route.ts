import { previewPayout as contract, previewJson } from "@/lib/http/api/approval"
import { endpoint } from "@/lib/http/methods"
import { previewPayout } from "@/lib/settlement/preview"

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = endpoint(contract, async ({ ctx }) =>
  previewJson(await previewPayout(ctx)),
)
