import { createLink as contract, linkJson } from "@/lib/http/api/link"
import { endpoint } from "@/lib/http/methods"
import { createPaymentLink } from "@/lib/link/create"
import { getPaymentLink } from "@/lib/link/query"

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = endpoint(
  contract,
  async ({ ctx, body }) =>
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
        successUrl: body.success_url,
        expiresAt: body.expires_at,
      }),
    ),
  {
    // Its terms never change; whether it can be paid does, and the first reply said how that was then.
    keep: ({ slug, status }) => ({ slug, status }),
    recall: async (ctx, { slug, status }) => ({ ...linkJson(await getPaymentLink(ctx, slug)), status }),
  },
)
