import type { Context } from "@/lib/context"
import { NotFound, StateMismatch, ValidationError } from "@/lib/errors"
import { Prisma } from "@/lib/generated/prisma/client"
import type { Shannons } from "@/lib/money"
import { resolvePayees } from "@/lib/payment/parties"
import { checkReturnUrl } from "@/lib/web-address"
import { requireChoice, requireDivisible } from "./create"
import { getPaymentLink } from "./query"
import type { PaymentLink } from "./types"

/** What is absent stays as it is; null takes it away. */
export interface LinkChange {
  title?: string
  note?: string | null
  /** shannons, > 0; only where the payer chooses the amount */
  presets?: Shannons[]
  successUrl?: string | null
  expiresAt?: Date | null
}

/**
 * Changes what a link says and until when, while it can be paid or could be again. Whom it pays, how much, for what and
 * how often stays for ever, from its first moment: whoever has shared or read it can count on that. What it said before
 * is kept, and each payment with the words that its payer has read.
 *
 * @throws NotFound
 * @throws StateMismatch for a link that is paid, closed, or over with its reference in another link
 * @throws ValidationError
 */
export async function editPaymentLink(ctx: Context, slug: string, change: LinkChange): Promise<PaymentLink> {
  const link = await getPaymentLink(ctx, slug)
  if (change.presets) {
    requireChoice(link.amount, change.presets)
    requireDivisible(ctx, await resolvePayees(ctx, link), change.presets)
  }
  const sets = assignments(ctx, change)
  if (sets.length === 0) return link
  const expiresAt = change.expiresAt?.toISOString() ?? null
  const outcome = await ctx.db.$transaction(async (db) => {
    // As a submit through a link for one payment does: whichever comes second sees what the first has done.
    await db.$executeRaw`SELECT FROM payment_link WHERE slug = ${slug} FOR NO KEY UPDATE`
    const [row] = await db.$queryRaw<{ is_over: boolean; is_late: boolean }[]>`
      SELECT reference_released OR payment_link_status(id) NOT IN ('active', 'expired') AS is_over,
        coalesce(${expiresAt}::timestamptz <= now() + interval '1 second', false) AS is_late
      FROM payment_link WHERE slug = ${slug}`
    if (row && !row.is_over && !row.is_late)
      await db.$executeRaw`UPDATE payment_link SET ${Prisma.join(sets)} WHERE slug = ${slug}`
    return row
  })
  if (!outcome) throw new NotFound("There is no payment link with this address.")
  if (outcome.is_late) throw ValidationError.field("expires_at", "must be in the future", { reason: "in_the_past" })
  if (outcome.is_over)
    throw new StateMismatch("This link is over: it was paid or closed. Nothing changed. Make another one like it.", {
      details: { link_status: link.status },
    })
  return getPaymentLink(ctx, slug)
}

function assignments(ctx: Context, { title, note, presets, successUrl, expiresAt }: LinkChange): Prisma.Sql[] {
  const sets: Prisma.Sql[] = []
  if (title !== undefined) sets.push(Prisma.sql`title = ${title}`)
  if (note !== undefined) sets.push(Prisma.sql`note = ${note}`)
  if (presets !== undefined) sets.push(Prisma.sql`presets = ${presets}::bigint[]`)
  if (successUrl !== undefined) {
    const checked = successUrl === null ? null : checkReturnUrl(ctx.config.network, "success_url", successUrl)
    sets.push(Prisma.sql`success_url = ${checked}`)
  }
  if (expiresAt !== undefined) sets.push(Prisma.sql`expires_at = ${expiresAt?.toISOString() ?? null}::timestamptz`)
  return sets
}
