import { verifyFirstBlock } from "@/lib/chain/branch"
import { snapshotPlainCells } from "@/lib/chain/cells"
import { epochParts } from "@/lib/chain/epoch"
import { verifyPlainCells } from "@/lib/chain/verify-cells"
import type { Context } from "@/lib/context"
import { Prisma } from "@/lib/generated/prisma/client"
import { fromHex } from "@/lib/hex"
import { postDeposits } from "@/lib/ledger/post"
import { changeAlone } from "@/lib/signing-lock"
import { reserveForPayouts } from "./reserve"

/**
 * The first block of a new database, or the first after a reorganisation that took back every block it knew: what the
 * platform's lock holds now is imported at one block, cells that we know nothing of as the operator's capital.
 */
export async function startFollowing(ctx: Context): Promise<void> {
  const { block, cells } = await snapshotPlainCells(ctx.chain, ctx.chain.signer.lock)
  await verifyFirstBlock(ctx.chain, block.hash)
  await verifyPlainCells(ctx.chain, cells)
  await ctx.db.$transaction(async (db) => {
    await db.$executeRaw`SELECT ${changeAlone}`
    const created = await db.$executeRaw`
      INSERT INTO block (number, hash) SELECT ${block.number}, ${fromHex(block.hash)}
      WHERE NOT EXISTS (SELECT FROM block)
      ON CONFLICT DO NOTHING`
    if (created === 0 || cells.length === 0) return
    const rows = cells.map(
      ({ outPoint, capacity, blockNumber, maturesAt }) =>
        Prisma.sql`
          (${fromHex(outPoint.txHash)}::bytea, ${outPoint.index}::int, ${capacity}::bigint, ${blockNumber}::bigint,
          ${maturesAt ? epochParts(maturesAt, "up") : null}::bigint, ${maturesAt ? "immature" : "free"})`,
    )
    const imported = await db.$queryRaw<{ id: bigint }[]>`
      INSERT INTO platform_cell (tx_hash, output_index, capacity, made_in, matures_at, state)
      SELECT cell.* FROM (VALUES ${Prisma.join(rows)})
        AS cell(tx_hash, output_index, capacity, made_in, matures_at, state)
      WHERE NOT EXISTS (SELECT FROM chain_transaction t WHERE t.tx_hash = cell.tx_hash)
      ON CONFLICT (tx_hash, output_index) DO UPDATE
        SET state = EXCLUDED.state, made_in = EXCLUDED.made_in, matures_at = EXCLUDED.matures_at, matured_in = NULL
        WHERE platform_cell.state = 'orphaned'
      RETURNING id`
    await postDeposits(
      db,
      imported.map((row) => row.id),
      1n,
    )
    await reserveForPayouts(db)
    ctx.log.info({ block: Number(block.number), cells: imported.length }, "following the chain from here")
  })
}
