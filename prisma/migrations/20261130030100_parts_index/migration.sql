-- The parts of an entry, which few have.
DROP INDEX CONCURRENTLY IF EXISTS "account_part_of_idx";
CREATE INDEX CONCURRENTLY "account_part_of_idx" ON "account" ("part_of") WHERE "part_of" IS NOT NULL;
