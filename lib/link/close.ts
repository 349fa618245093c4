import type { Context } from "@/lib/context"
import { getPaymentLink } from "./query"
import type { PaymentLink } from "./types"

/**
 * Ends a link: no payment through it is accepted any more, also none that is prepared and not signed yet. What is
 * signed goes on. Closing twice is fine.
 *
 * @throws NotFound
 */
export async function closePaymentLink(ctx: Context, slug: string): Promise<PaymentLink> {
  await ctx.db.$executeRaw`UPDATE payment_link SET closed_at = now() WHERE slug = ${slug} AND closed_at IS NULL`
  return getPaymentLink(ctx, slug)
}
