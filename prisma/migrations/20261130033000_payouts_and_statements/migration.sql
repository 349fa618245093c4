-- A party's payouts, newest first, and what each of them pays it.
DROP INDEX CONCURRENTLY IF EXISTS "account_lock_hash_settlement_id_idx";
CREATE INDEX CONCURRENTLY "account_lock_hash_settlement_id_idx" ON "account" ("lock_hash", "settlement_id")
  WHERE "settlement_id" IS NOT NULL;

-- A party's statement of a month: what was owed when it began, and each change of it.
DROP INDEX CONCURRENTLY IF EXISTS "ledger_entry_owed";
CREATE INDEX CONCURRENTLY "ledger_entry_owed" ON "ledger_entry" ("lock_hash", "created_at") INCLUDE ("amount")
  WHERE "account" = 'owed';
