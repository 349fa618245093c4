SET LOCAL lock_timeout = '10s';

-- AlterTable
ALTER TABLE "payout_setting" ADD COLUMN "address" TEXT,
ADD COLUMN "is_noted" BOOLEAN NOT NULL DEFAULT true,
ADD COLUMN "noted_at" TIMESTAMPTZ(3);

-- The operator's page shows what operators did, however many rows receivers have made.
CREATE INDEX "audit_log_not_by_receivers" ON "audit_log" ("id") WHERE "actor" <> 'receiver';
CREATE INDEX "audit_log_actor_id_idx" ON "audit_log"("actor", "id");

-- Settings that have changed since they were last written down.
CREATE INDEX "payout_setting_to_note" ON "payout_setting" ("lock_hash") WHERE NOT "is_noted";
