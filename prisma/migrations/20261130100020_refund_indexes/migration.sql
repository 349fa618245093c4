-- What a refund has taken, and what it owes.
DROP INDEX CONCURRENTLY IF EXISTS "account_refund_id_idx";
CREATE INDEX CONCURRENTLY "account_refund_id_idx" ON "account" ("refund_id") WHERE "refund_id" IS NOT NULL;
