-- CreateTable
CREATE TABLE "payout_setting" (
    "lock_hash" BYTEA NOT NULL,
    "threshold" BIGINT,
    "paused" BOOLEAN NOT NULL DEFAULT false,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "payout_setting_pkey" PRIMARY KEY ("lock_hash")
);

-- CreateIndex
CREATE INDEX "account_lock_hash_id_idx" ON "account"("lock_hash", "id");

ALTER TABLE "payout_setting"
  ADD CHECK (octet_length("lock_hash") = 32),
  ADD CHECK ("threshold" > 0);

CREATE TRIGGER "payout_setting_touch" BEFORE UPDATE ON "payout_setting" FOR EACH ROW EXECUTE FUNCTION touch();
