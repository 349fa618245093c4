-- Few payments fail, and an operator who looks for them should not read through all others.
DROP INDEX CONCURRENTLY IF EXISTS "payment_failed";
CREATE INDEX CONCURRENTLY "payment_failed" ON "payment" ("id") WHERE "status" = 'failed';
