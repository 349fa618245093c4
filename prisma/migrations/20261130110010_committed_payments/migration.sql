-- Those in a block and not confirmed yet, which totals count besides: never more than a few blocks hold.
DROP INDEX CONCURRENTLY IF EXISTS "payment_committed";
CREATE INDEX CONCURRENTLY "payment_committed" ON "payment" ("id") WHERE "status" = 'committed';
