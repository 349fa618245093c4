import type { Context } from "@/lib/context"

/** How far back a reorganisation can be followed. A day on mainnet; the deepest ones seen there were a few blocks. */
const BLOCKS_KEPT = 10_000

/**
 * Deletes what only takes room: hashes of blocks too deep to be reorganised, and replies to idempotent requests older than a day.
 * The ledger, payments and signed transactions are kept for ever.
 */
export async function prune({ db }: Context): Promise<{ blocks: number; idempotency_keys: number }> {
  const blocks = await db.$executeRaw`
    DELETE FROM block WHERE number <= (SELECT max(number) FROM block) - ${BLOCKS_KEPT}`
  const idempotencyKeys = await db.$executeRaw`
    DELETE FROM idempotency_key WHERE created_at < now() - interval '24 hours'`
  return { blocks, idempotency_keys: idempotencyKeys }
}
