import { createLink as contract, linkJson } from "@/lib/http/api/link"
import { endpoint } from "@/lib/http/methods"
import { createPaymentLink } from "@/lib/link/create"

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = endpoint(contract, async ({ ctx, body }) =>
  linkJson(
    await createPaymentLink(ctx, {
      receiver: body.receiver,
      amount: body.amount,
      presets: body.presets,
      title: body.title,
      note: body.note,
      splits: body.splits,
      info: body.info,
      category: body.category,
      oneTime: body.one_time,
      atCounter: body.at_counter,
      reference: body.reference,
      successUrl: body.success_url,
      expiresAt: body.expires_at,
    }),
  ),
)
