import type { Context } from "@/lib/context"
import type { Prisma } from "@/lib/generated/prisma/client"
import { releaseHolds } from "@/lib/pool/hold"

/**
 * Ends payments that nobody has signed, and gives their holds back. A signed one is left alone, whatever `which` says:
 * only the chain decides then.
 *
 * @returns how many have ended
 */
export async function endUnsigned(ctx: Context, status: "cancelled" | "expired", which: Prisma.Sql): Promise<number> {
  const ended = await ctx.db.$queryRaw<{ platform_cell_id: bigint }[]>`
    WITH ended AS (
      UPDATE payment SET status = ${status} WHERE status = 'prepared' AND ${which}
      RETURNING id, platform_cell_id
    ), entries AS (
      UPDATE account a SET status = 'void' FROM ended WHERE a.payment_id = ended.id AND a.status = 'pending'
    )
    SELECT platform_cell_id FROM ended`
  await releaseHolds(ctx.db, [...new Set(ended.map((row) => row.platform_cell_id))])
  return ended.length
}
