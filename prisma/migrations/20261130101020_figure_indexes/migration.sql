DROP INDEX CONCURRENTLY IF EXISTS "payment_link_to_expire";
-- What the job that tells of ended links looks at.
CREATE INDEX CONCURRENTLY "payment_link_to_expire" ON "payment_link" ("expires_at")
  WHERE "expired_at" IS NULL AND "closed_at" IS NULL AND "expires_at" IS NOT NULL;
DROP INDEX CONCURRENTLY IF EXISTS "settlement_open";
-- What is on its way out, without what has arrived.
CREATE INDEX CONCURRENTLY "settlement_open" ON "settlement" ("id") WHERE "status" IN ('signed', 'committed');
DROP INDEX CONCURRENTLY IF EXISTS "webhook_disabled";
-- The few that somebody may have to look after, of the many that there may be.
CREATE INDEX CONCURRENTLY "webhook_disabled" ON "webhook" ("disabled_for") WHERE "disabled_at" IS NOT NULL;
DROP INDEX CONCURRENTLY IF EXISTS "webhook_failing";
CREATE INDEX CONCURRENTLY "webhook_failing" ON "webhook" ("failing_since")
  WHERE "failing_since" IS NOT NULL AND "disabled_at" IS NULL;
