-- An epoch is put on the chain once.
DROP INDEX CONCURRENTLY IF EXISTS "pool_operation_anchors_once";
CREATE UNIQUE INDEX CONCURRENTLY "pool_operation_anchors_once" ON "pool_operation" ("anchors")
  WHERE "anchors" IS NOT NULL AND "status" <> 'failed';
