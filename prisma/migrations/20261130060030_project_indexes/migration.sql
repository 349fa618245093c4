-- An order's reference belongs to one link of its project, whoever is paid; without a project to one of the receiver.
DROP INDEX CONCURRENTLY IF EXISTS "payment_link_one_project_reference";
CREATE UNIQUE INDEX CONCURRENTLY "payment_link_one_project_reference" ON "payment_link" ("project_id", "reference")
  WHERE "project_id" IS NOT NULL AND "reference" IS NOT NULL AND NOT "reference_released";
DROP INDEX CONCURRENTLY IF EXISTS "payment_link_one_receiver_reference";
CREATE UNIQUE INDEX CONCURRENTLY "payment_link_one_receiver_reference" ON "payment_link"
  ("receiver_lock_hash", "reference")
  WHERE "project_id" IS NULL AND "reference" IS NOT NULL AND NOT "reference_released";
DROP INDEX CONCURRENTLY IF EXISTS "payment_link_one_reference";
DROP INDEX CONCURRENTLY IF EXISTS "payment_link_project";
CREATE INDEX CONCURRENTLY "payment_link_project" ON "payment_link" ("project_id", "id") WHERE "project_id" IS NOT NULL;
DROP INDEX CONCURRENTLY IF EXISTS "payment_project";
CREATE INDEX CONCURRENTLY "payment_project" ON "payment" ("project_id", "id") WHERE "project_id" IS NOT NULL;
DROP INDEX CONCURRENTLY IF EXISTS "payment_project_reference";
CREATE INDEX CONCURRENTLY "payment_project_reference" ON "payment" ("project_id", "reference", "id")
  WHERE "project_id" IS NOT NULL AND "reference" IS NOT NULL;
DROP INDEX CONCURRENTLY IF EXISTS "event_project";
CREATE INDEX CONCURRENTLY "event_project" ON "event" ("project", "id") WHERE "project" IS NOT NULL;
