import { audit } from "@/lib/audit"
import type { Context } from "@/lib/context"
import type { Db, DbTransaction } from "@/lib/db"
import { toHex } from "@/lib/hex"
import { formatCkb, shannons } from "@/lib/money"

/**
 * Of one lock, at most one row of the audit log in this time: the log is for ever, and writing into it costs an owner
 * nothing.
 */
const NOTED_EVERY_SECONDS = 60

/**
 * Writes the terms of one lock down, unless they were a moment ago: then they are by the next change, or by
 * `notePayoutTerms`.
 */
export async function notePayoutTermsOf(db: Db | DbTransaction, lockHash: Uint8Array): Promise<boolean> {
  const [row] = await db.$queryRaw<{ address: string; threshold: bigint | null; paused: boolean }[]>`
    UPDATE payout_setting SET is_noted = true, noted_at = now()
    WHERE lock_hash = ${lockHash} AND NOT is_noted
      AND (noted_at IS NULL OR noted_at <= now() - ${NOTED_EVERY_SECONDS} * interval '1 second')
    RETURNING address, threshold, paused`
  if (!row) return false
  const threshold = row.threshold === null ? "as the platform's" : `${formatCkb(shannons(row.threshold))} CKB`
  const owner = { kind: "wallet", lockHash: toHex(lockHash), address: row.address } as const
  await audit(
    db,
    { actor: owner },
    {
      action: "payout_settings",
      subject: row.address,
      reason: `Set by its owner: threshold ${threshold}, payouts ${row.paused ? "paused" : "on"}`,
    },
  )
  return true
}

/** Writes down what changed again within a minute, as it has come to be: so the log ends with the terms that hold. */
export async function notePayoutTerms({ db }: Context): Promise<{ noted: number }> {
  const waiting = await db.$queryRaw<{ lock_hash: Uint8Array }[]>`
    SELECT lock_hash FROM payout_setting WHERE NOT is_noted LIMIT 1000`
  let noted = 0
  for (const { lock_hash } of waiting)
    if (await db.$transaction((transaction) => notePayoutTermsOf(transaction, lock_hash))) noted += 1
  return { noted }
}
