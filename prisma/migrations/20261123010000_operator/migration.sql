-- AlterTable
ALTER TABLE "pause" ADD COLUMN "scope" TEXT NOT NULL DEFAULT 'all';

-- AlterTable
ALTER TABLE "pool_operation" ADD COLUMN "ends_id" BIGINT;

-- CreateTable
CREATE TABLE "audit_log" (
    "id" BIGSERIAL NOT NULL,
    "actor" TEXT NOT NULL,
    "action" TEXT NOT NULL,
    "subject" TEXT NOT NULL,
    "reason" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "audit_log_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "pool_operation_ends_id_idx" ON "pool_operation"("ends_id");

-- AddForeignKey
ALTER TABLE "pool_operation" ADD CONSTRAINT "pool_operation_ends_id_fkey" FOREIGN KEY ("ends_id") REFERENCES "chain_transaction"("id") ON DELETE SET NULL ON UPDATE CASCADE;

ALTER TABLE "pause" ADD CHECK ("scope" IN ('prepare', 'settlement', 'all'));

ALTER TABLE "pool_operation" DROP CONSTRAINT "pool_operation_kind_check";
ALTER TABLE "pool_operation"
  ADD CHECK ("kind" IN ('split', 'self_spend')),
  ADD CHECK (("kind" = 'self_spend') = ("ends_id" IS NOT NULL));

CREATE TRIGGER "audit_log_append_only" BEFORE UPDATE OR DELETE OR TRUNCATE ON "audit_log"
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
