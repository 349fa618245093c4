import { editLink as contract, linkJson } from "@/lib/http/api/link"
import { endpoint } from "@/lib/http/methods"
import { editPaymentLink } from "@/lib/link/edit"

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = endpoint(contract, async ({ ctx, params, body }) =>
  linkJson(
    await editPaymentLink(ctx, params.slug, {
      title: body.title,
      note: body.note,
      presets: body.presets,
      successUrl: body.success_url,
      expiresAt: body.expires_at,
    }),
  ),
)
