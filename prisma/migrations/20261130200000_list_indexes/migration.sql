-- Payments with a text or of a category, newest first. Most have neither, and those cost nothing.
DROP INDEX CONCURRENTLY IF EXISTS "payment_info";
CREATE INDEX CONCURRENTLY "payment_info" ON "payment" ("info", "id") WHERE "info" IS NOT NULL;
DROP INDEX CONCURRENTLY IF EXISTS "payment_category";
CREATE INDEX CONCURRENTLY "payment_category" ON "payment" ("category", "id") WHERE "category" IS NOT NULL;
