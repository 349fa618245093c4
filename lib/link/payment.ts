import type { Context } from "@/lib/context"
import { NotFound } from "@/lib/errors"

/**
 * The payment that a link for one payment has: signed, and not failed. The database lets there be one at most.
 *
 * @returns its id; null while there is none
 * @throws NotFound
 */
export async function paymentOfLink({ db }: Context, slug: string): Promise<bigint | null> {
  const [row] = await db.$queryRaw<{ payment_id: bigint | null }[]>`
    SELECT p.id AS payment_id FROM payment_link l
    LEFT JOIN payment p ON p.link_id = l.id AND p.link_once AND p.status IN ('submitted', 'committed', 'confirmed')
    WHERE l.slug = ${slug}`
  if (!row) throw new NotFound("There is no payment link with this address.")
  return row.payment_id
}
