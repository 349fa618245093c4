import type { Context } from "@/lib/context"
import { ReferenceTaken } from "@/lib/errors"
import type { Shannons } from "@/lib/money"
import { alreadyPaid } from "@/lib/payment/link-status"
import type { Payees } from "@/lib/payment/parties"
import { paymentOfLink } from "./payment"
import { findLinkByReference } from "./query"
import type { PaymentLink } from "./types"

interface Terms {
  reference: string
  projectId: bigint | null
  amount?: Shannons
  info?: string
  category?: number
}

/**
 * The link that has this reference already, for somebody who asks for it once more. What it says (title, note, the way
 * back, its end) is as it was made, or changed since: only what is paid must be the same.
 *
 * @returns undefined when none has it, or none any more: a link that is over unpaid gives it back here
 * @throws AlreadyPaid with the payment: who may make links of this receiver may know it
 * @throws ReferenceTaken when it asks for something else
 */
export async function findSameLink(ctx: Context, terms: Terms, payees: Payees): Promise<PaymentLink | undefined> {
  const { reference, projectId } = terms
  const link = await findLinkByReference(ctx, { projectId, receiver: payees.receiver.lockHash, reference })
  if (!link) return undefined
  if (link.status === "used") throw alreadyPaid("link", await paymentOfLink(ctx, link.slug))
  if (link.status !== "active") {
    await releaseReference(ctx, link.id)
    return undefined
  }
  if (isSame(link, terms, payees)) return link
  throw new ReferenceTaken(
    "An open link has this reference, and its payee, amount, splits, info or category differ. Nothing was made. Close that link first, or use another reference.",
    { details: { link: link.slug } },
  )
}

/** Under the lock that a submit through the link takes: while one is under way, the reference stays. */
async function releaseReference({ db }: Context, id: bigint): Promise<void> {
  await db.$transaction(async (tx) => {
    await tx.$executeRaw`SELECT FROM payment_link WHERE id = ${id} FOR NO KEY UPDATE`
    await tx.$executeRaw`
      UPDATE payment_link SET reference_released = true
      WHERE id = ${id} AND NOT reference_released AND payment_link_status(id) IN ('closed', 'expired')`
  })
}

function isSame(link: PaymentLink, terms: Terms, payees: Payees): boolean {
  const { splits, addresses } = payees
  const asked = splits.map(({ lockHash, ...part }) => [addresses.get(lockHash), shareOf(part)])
  const agreed = link.splits.map(({ receiver, ...part }) => [receiver, shareOf(part)])
  return (
    link.receiver === payees.receiver.address &&
    link.amount === (terms.amount ?? null) &&
    link.info === (terms.info ?? null) &&
    link.category === (terms.category ?? null) &&
    JSON.stringify(asked) === JSON.stringify(agreed)
  )
}

function shareOf(part: { bps: number | bigint } | { amount: bigint }): string {
  return "bps" in part ? `${part.bps} bps` : `${part.amount}`
}
