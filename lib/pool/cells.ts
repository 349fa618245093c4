import type { PlainCell } from "@/lib/chain/cells"
import type { Context } from "@/lib/context"
import { Prisma } from "@/lib/generated/prisma/client"
import { toHex } from "@/lib/hex"
import { shannons } from "@/lib/money"

export interface FreeCell extends PlainCell {
  id: bigint
}

/**
 * Free cells for a transaction of the platform's own. Those whose maker is confirmed come first, so that a reorganisation
 * cannot take a payout with it; then those that no sender is about to sign for; then the largest, which also brings cells
 * that have grown too large to lend back to size.
 */
export async function freeCells(ctx: Context, limit: number): Promise<FreeCell[]> {
  const rows = await ctx.db.$queryRaw<
    { id: bigint; tx_hash: Uint8Array; output_index: number; capacity: bigint; made_in: bigint }[]
  >`
    SELECT c."id", c."tx_hash", c."output_index", c."capacity", c."made_in" FROM "platform_cell" c
    LEFT JOIN "chain_transaction" t ON t."id" = c."maker_id"
    WHERE c."state" = 'free'
    ORDER BY (t."id" IS NULL OR t."status" = 'confirmed') DESC,
      (c."held_at" IS NULL OR c."held_at" < now() - ${ctx.config.holdSeconds} * interval '1 second') DESC,
      c."capacity" DESC, c."id"
    LIMIT ${limit}`
  return rows.map((row) => ({
    id: row.id,
    outPoint: { txHash: toHex(row.tx_hash), index: row.output_index },
    capacity: shannons(row.capacity),
    blockNumber: row.made_in,
  }))
}

/** How many live cells there are: all, and those small enough to be lent to senders. */
export async function countLiveCells(ctx: Context, lendableUpTo: bigint): Promise<{ live: number; lendable: number }> {
  const [row] = await ctx.db.$queryRaw<{ live: number; lendable: number }[]>(
    Prisma.sql`SELECT count(*)::int AS "live", (count(*) FILTER (WHERE "capacity" <= ${lendableUpTo}))::int AS "lendable"
      FROM "platform_cell" WHERE "state" IN ('free', 'claimed')`,
  )
  return row ?? { live: 0, lendable: 0 }
}
