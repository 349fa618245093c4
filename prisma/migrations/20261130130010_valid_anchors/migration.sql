ALTER TABLE "pool_operation" VALIDATE CONSTRAINT "pool_operation_kind_check";
ALTER TABLE "pool_operation" VALIDATE CONSTRAINT "pool_operation_anchors_check";
ALTER TABLE "pool_operation" VALIDATE CONSTRAINT "pool_operation_anchors_fkey";
