-- AlterTable
ALTER TABLE "settlement" ADD COLUMN "kind" TEXT NOT NULL DEFAULT 'payout';

-- CreateTable
CREATE TABLE "withdrawal" (
    "id" BIGSERIAL NOT NULL,
    "receiver" TEXT NOT NULL,
    "receiver_lock_hash" BYTEA NOT NULL,
    "amount" BIGINT NOT NULL,
    "network_fee" BIGINT NOT NULL,
    "status" TEXT NOT NULL DEFAULT 'prepared',
    "settlement_id" BIGINT,
    "tx_hash" BYTEA NOT NULL,
    "unsigned_tx" BYTEA NOT NULL,
    "platform_cell_ids" BIGINT[],
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "withdrawal_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "withdrawal_settlement_id_key" ON "withdrawal"("settlement_id");

-- CreateIndex
CREATE UNIQUE INDEX "withdrawal_tx_hash_key" ON "withdrawal"("tx_hash");

-- CreateIndex
CREATE INDEX "withdrawal_receiver_lock_hash_id_idx" ON "withdrawal"("receiver_lock_hash", "id");

-- AddForeignKey
ALTER TABLE "withdrawal" ADD CONSTRAINT "withdrawal_settlement_id_fkey" FOREIGN KEY ("settlement_id") REFERENCES "settlement"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- The receiver of a withdrawal pays its network fee from the amount, so the platform's is zero there and only there.
ALTER TABLE "settlement" DROP CONSTRAINT "settlement_check";
ALTER TABLE "settlement"
  ADD CHECK ("amount" > 0),
  ADD CHECK ("kind" IN ('payout', 'withdrawal')),
  ADD CHECK (CASE "kind" WHEN 'payout' THEN "network_fee" > 0 ELSE "network_fee" = 0 END);

ALTER TABLE "withdrawal"
  ADD CHECK ("network_fee" > 0 AND "amount" > "network_fee"),
  ADD CHECK (length("tx_hash") = 32 AND length("receiver_lock_hash") = 32),
  ADD CHECK (cardinality("platform_cell_ids") > 0),
  ADD CHECK ("status" IN ('prepared', 'submitted', 'expired')),
  -- From submitted on, the settlement's state is the withdrawal's.
  ADD CHECK (("status" = 'submitted') = ("settlement_id" IS NOT NULL));

CREATE INDEX "withdrawal_prepared_expires_at" ON "withdrawal" ("expires_at") WHERE "status" = 'prepared';

CREATE FUNCTION guard_withdrawal() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF (NEW."amount", NEW."network_fee", NEW."receiver_lock_hash", NEW."tx_hash", NEW."unsigned_tx")
     IS DISTINCT FROM (OLD."amount", OLD."network_fee", OLD."receiver_lock_hash", OLD."tx_hash", OLD."unsigned_tx") THEN
    RAISE EXCEPTION 'withdrawal % is fixed once prepared', OLD."id" USING ERRCODE = 'check_violation';
  END IF;
  IF NEW."status" <> OLD."status" AND OLD."status" <> 'prepared' THEN
    RAISE EXCEPTION 'withdrawal % cannot go from % to %', OLD."id", OLD."status", NEW."status" USING ERRCODE = 'check_violation';
  END IF;
  NEW."updated_at" = now();
  RETURN NEW;
END $$;
CREATE TRIGGER "withdrawal_guard" BEFORE UPDATE ON "withdrawal" FOR EACH ROW EXECUTE FUNCTION guard_withdrawal();
