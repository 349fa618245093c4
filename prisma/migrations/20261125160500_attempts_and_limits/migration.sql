-- AlterTable
ALTER TABLE "chain_transaction" ADD COLUMN "invalid_since" TIMESTAMPTZ(3),
ADD COLUMN "network_fee" BIGINT NOT NULL DEFAULT 0;

-- AlterTable
ALTER TABLE "pool_operation" ADD COLUMN "cell_id" BIGINT;

-- CreateTable
CREATE TABLE "payout_approval" (
    "id" BIGSERIAL NOT NULL,
    "lock_hash" BYTEA,
    "amount" BIGINT NOT NULL,
    "settlement_id" BIGINT,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "payout_approval_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "payout_approval_settlement_id_key" ON "payout_approval"("settlement_id");

-- CreateIndex
CREATE INDEX "payout_approval_lock_hash_idx" ON "payout_approval"("lock_hash");

-- CreateIndex
CREATE INDEX "pool_operation_cell_id_idx" ON "pool_operation"("cell_id");

-- CreateIndex
CREATE INDEX "settlement_created_at_idx" ON "settlement"("created_at");

-- AddForeignKey
ALTER TABLE "payout_approval" ADD CONSTRAINT "payout_approval_settlement_id_fkey" FOREIGN KEY ("settlement_id") REFERENCES "settlement"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "pool_operation" ADD CONSTRAINT "pool_operation_cell_id_fkey" FOREIGN KEY ("cell_id") REFERENCES "platform_cell"("id") ON DELETE SET NULL ON UPDATE CASCADE;


-- A settlement may be tried with several transactions: each says what it pays the network, and the one that commits counts.
UPDATE "chain_transaction" t SET "network_fee" = s."network_fee" FROM "settlement" s WHERE s."id" = t."settlement_id";
UPDATE "chain_transaction" t SET "network_fee" = o."network_fee" FROM "pool_operation" o WHERE o."id" = t."pool_operation_id";
ALTER TABLE "chain_transaction" ALTER COLUMN "network_fee" DROP DEFAULT, ADD CHECK ("network_fee" >= 0);

-- A self-spend says which cell it spends: as long as it can commit, that cell is nobody else's.
UPDATE "pool_operation" o SET "cell_id" = (
  SELECT min(p."id") FROM "chain_transaction" t
  JOIN "claim" c ON c."payment_id" = t."payment_id" OR c."settlement_id" = t."settlement_id"
  JOIN "platform_cell" p ON p."tx_hash" = c."tx_hash" AND p."output_index" = c."output_index"
  WHERE t."id" = o."ends_id"
) WHERE o."kind" = 'self_spend';
ALTER TABLE "pool_operation" ADD CHECK ("cell_id" IS NULL OR "kind" = 'self_spend');
CREATE UNIQUE INDEX "pool_operation_one_self_spend_a_cell" ON "pool_operation" ("cell_id") WHERE "status" = 'signed';

ALTER TABLE "payout_approval"
  ADD CHECK ("amount" > 0),
  ADD CHECK (length("lock_hash") = 32),
  -- What raises the day's limit belongs to no settlement.
  ADD CHECK ("settlement_id" IS NULL OR "lock_hash" IS NOT NULL);

-- A state only follows one that may precede it: forward with the chain, back to signed with a reorganisation.
CREATE FUNCTION guard_attempted() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW."status" <> OLD."status" AND (OLD."status", NEW."status") NOT IN (
    ('signed', 'committed'), ('signed', 'failed'), ('committed', 'confirmed'), ('committed', 'signed'), ('confirmed', 'signed')) THEN
    RAISE EXCEPTION '% % cannot go from % to %', TG_TABLE_NAME, OLD."id", OLD."status", NEW."status" USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER "settlement_guard" BEFORE UPDATE ON "settlement" FOR EACH ROW EXECUTE FUNCTION guard_attempted();
CREATE TRIGGER "pool_operation_guard" BEFORE UPDATE ON "pool_operation" FOR EACH ROW EXECUTE FUNCTION guard_attempted();
CREATE FUNCTION guard_settlement_amount() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'settlement % is fixed once signed', OLD."id" USING ERRCODE = 'check_violation';
END $$;
CREATE TRIGGER "settlement_amount_is_fixed" BEFORE UPDATE ON "settlement" FOR EACH ROW
  WHEN (NEW."amount" <> OLD."amount" OR NEW."kind" <> OLD."kind") EXECUTE FUNCTION guard_settlement_amount();
