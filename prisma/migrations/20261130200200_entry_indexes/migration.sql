-- What a party has not got yet: a few entries, though a party has many.
DROP INDEX CONCURRENTLY IF EXISTS "account_pending_lock_hash";
CREATE INDEX CONCURRENTLY "account_pending_lock_hash" ON "account" ("lock_hash") WHERE "status" = 'pending';
-- Totals have taken the place of the first. The second held every entry that is in no payout, too.
DROP INDEX CONCURRENTLY IF EXISTS "account_lock_hash_status_idx";
DROP INDEX CONCURRENTLY IF EXISTS "account_of_settlement";
CREATE INDEX CONCURRENTLY "account_of_settlement" ON "account" ("settlement_id") WHERE "settlement_id" IS NOT NULL;
DROP INDEX CONCURRENTLY IF EXISTS "account_settlement_id_idx";
-- "account_available_largest" begins with the same column and holds the same entries.
DROP INDEX CONCURRENTLY IF EXISTS "account_available_lock_hash";
