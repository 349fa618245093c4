import type { Context } from "@/lib/context"
import type { Db } from "@/lib/db"

type Pruned =
  | "blocks"
  | "idempotency_keys"
  | "sign_ins"
  | "sessions"
  | "samples"
  | "deliveries"
  | "solvency_files"
  | "payments"
  | "withdrawals"

/** How far back a reorganisation can be followed. A day on mainnet; the deepest ones seen there were a few blocks. */
const BLOCKS_KEPT = 10_000

/** Rows of one statement, so that none holds its locks for long; the next run goes on. */
const AT_ONCE = 10_000

/**
 * Deletes what only takes room: hashes of blocks too deep to be reorganised, replies to idempotent requests older than
 * a day, sign-ins that nobody finished in time, sessions that are over; after 30 days, how the pool was used, what
 * webhooks were sent, and payments and withdrawals that nobody signed, which cost nothing to ask for; and after 90 the
 * files of proofs of solvency. What was signed and the ledger are kept for ever.
 */
export async function prune({ db }: Context): Promise<Record<Pruned, number>> {
  const blocks = await db.$executeRaw`
    DELETE FROM block WHERE number <= (SELECT max(number) FROM block) - ${BLOCKS_KEPT}`
  const idempotencyKeys = await db.$executeRaw`
    DELETE FROM idempotency_key WHERE created_at < now() - interval '24 hours'`
  const signIns = await db.$executeRaw`DELETE FROM sign_in WHERE expires_at <= now()`
  const sessions = await db.$executeRaw`DELETE FROM session WHERE expires_at <= now()`
  const samples = await db.$executeRaw`DELETE FROM pool_sample WHERE taken_at < now() - interval '30 days'`
  // What was delivered or given up. The events themselves stay.
  const deliveries = await db.$executeRaw`
    DELETE FROM webhook_delivery WHERE id IN (
      SELECT id FROM webhook_delivery WHERE status <> 'pending' AND finished_at < now() - interval '30 days'
      LIMIT ${AT_ONCE})`
  const files = await db.$executeRaw`
    DELETE FROM solvency_file WHERE block_number IN (
      SELECT block_number FROM solvency_epoch WHERE created_at < now() - interval '90 days')`
  return {
    ...{ blocks, idempotency_keys: idempotencyKeys, sign_ins: signIns, sessions, samples, deliveries },
    solvency_files: files,
    ...{ payments: await prunePayments(db), withdrawals: await pruneWithdrawals(db) },
  }
}

async function prunePayments(db: Db): Promise<number> {
  return db.$executeRaw`
    WITH ended AS (
      SELECT id FROM payment WHERE status IN ('expired', 'cancelled') AND updated_at < now() - interval '30 days'
      ORDER BY updated_at LIMIT ${AT_ONCE} FOR UPDATE SKIP LOCKED
    ), entries AS (DELETE FROM account a USING ended WHERE a.payment_id = ended.id)
    DELETE FROM payment p USING ended WHERE p.id = ended.id`
}

async function pruneWithdrawals(db: Db): Promise<number> {
  return db.$executeRaw`
    DELETE FROM withdrawal WHERE id IN (
      SELECT id FROM withdrawal WHERE status = 'expired' AND updated_at < now() - interval '30 days'
      ORDER BY updated_at LIMIT ${AT_ONCE} FOR UPDATE SKIP LOCKED)`
}
