-- A receiver's reference belongs to one link, until that is over unpaid.
DROP INDEX CONCURRENTLY IF EXISTS "payment_link_one_reference";
CREATE UNIQUE INDEX CONCURRENTLY "payment_link_one_reference" ON "payment_link" ("receiver_lock_hash", "reference")
  WHERE "reference" IS NOT NULL AND NOT "reference_released";
-- A link for many payments with an amount of its own: each reference in its address is paid once.
DROP INDEX CONCURRENTLY IF EXISTS "payment_one_reference";
CREATE UNIQUE INDEX CONCURRENTLY "payment_one_reference" ON "payment" ("link_id", "reference")
  WHERE "reference_once" AND "status" IN ('submitted', 'committed', 'confirmed');
DROP INDEX CONCURRENTLY IF EXISTS "payment_reference";
CREATE INDEX CONCURRENTLY "payment_reference" ON "payment" ("reference", "id") WHERE "reference" IS NOT NULL;
DROP INDEX CONCURRENTLY IF EXISTS "payment_receiver_reference";
CREATE INDEX CONCURRENTLY "payment_receiver_reference" ON "payment" ("receiver_lock_hash", "reference", "id")
  WHERE "reference" IS NOT NULL;
