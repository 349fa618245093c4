import type { Context } from "@/lib/context"
import { releaseHolds } from "@/lib/pool/hold"

/** Ends prepared payments whose time is over, by the database's clock, and the holds they had. */
export async function expirePayments(ctx: Context): Promise<{ expired: number }> {
  const expired = await ctx.db.$queryRaw<{ platform_cell_id: bigint }[]>`
    WITH ended AS (
      UPDATE payment SET status = 'expired' WHERE status = 'prepared' AND expires_at <= now()
      RETURNING id, platform_cell_id
    ), entries AS (
      UPDATE account a SET status = 'void' FROM ended WHERE a.payment_id = ended.id AND a.status = 'pending'
    )
    SELECT platform_cell_id FROM ended`
  await releaseHolds(ctx.db, [...new Set(expired.map((row) => row.platform_cell_id))])
  return { expired: expired.length }
}
