import type { Context } from "@/lib/context"

/** How far back a reorganisation can be followed. A day on mainnet; the deepest ones seen there were a few blocks. */
const BLOCKS_KEPT = 10_000

/**
 * Deletes what only takes room: hashes of blocks too deep to be reorganised, replies to idempotent requests older than a day, sign-ins
 * that nobody finished in time, and how the pool was used more than 30 days ago. The ledger, payments and signed transactions are kept for ever.
 */
export async function prune({
  db,
}: Context): Promise<Record<"blocks" | "idempotency_keys" | "sign_ins" | "samples", number>> {
  const blocks = await db.$executeRaw`
    DELETE FROM block WHERE number <= (SELECT max(number) FROM block) - ${BLOCKS_KEPT}`
  const idempotencyKeys = await db.$executeRaw`
    DELETE FROM idempotency_key WHERE created_at < now() - interval '24 hours'`
  const signIns = await db.$executeRaw`DELETE FROM sign_in WHERE expires_at <= now()`
  const samples = await db.$executeRaw`DELETE FROM pool_sample WHERE taken_at < now() - interval '30 days'`
  return { blocks, idempotency_keys: idempotencyKeys, sign_ins: signIns, samples }
}
