-- Whose co-signature a platform cell is bound for: what one lock binds is counted by it. Null where nobody co-signs.
ALTER TABLE "claim" ADD COLUMN "for_lock_hash" BYTEA;
ALTER TABLE "claim" ADD CONSTRAINT "claim_for_lock_hash_length" CHECK (length("for_lock_hash") = 32) NOT VALID;

-- A part of the pool is for payouts that need nobody's co-signature: no prepare is given such a cell, no submit takes it.
ALTER TABLE "platform_cell" ADD COLUMN "reserved" BOOLEAN NOT NULL DEFAULT false;

-- Since when the node has refused the transaction for its fee.
ALTER TABLE "chain_transaction" ADD COLUMN "fee_refused_since" TIMESTAMPTZ(3);

-- Claims of what is on its way; those of what is in a block have done their work.
UPDATE "claim" c SET "for_lock_hash" = p."sender_lock_hash"
FROM "payment" p WHERE c."spent_by" IS NULL AND p."id" = c."payment_id" AND c."lock_hash" <> p."sender_lock_hash";
UPDATE "claim" c SET "for_lock_hash" = w."receiver_lock_hash"
FROM "withdrawal" w WHERE c."spent_by" IS NULL AND w."settlement_id" = c."settlement_id" AND c."lock_hash" <> w."receiver_lock_hash";

-- What a receiver under an anyone-can-pay lock could not be paid yet, and when the job tries again.
CREATE TABLE "top_up_retry" (
    "lock_hash" BYTEA NOT NULL,
    "amount" BIGINT NOT NULL,
    "tries" INTEGER NOT NULL DEFAULT 1,
    "next_try_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "top_up_retry_pkey" PRIMARY KEY ("lock_hash"),
    CONSTRAINT "top_up_retry_lock_hash_length" CHECK (length("lock_hash") = 32)
);

-- What is looked for on each request, block or run, so that none of them reads what is long over.
CREATE INDEX "claim_bound_for" ON "claim" ("for_lock_hash") WHERE "for_lock_hash" IS NOT NULL AND "spent_by" IS NULL;
CREATE INDEX "claim_open_lock_hash" ON "claim" ("lock_hash") WHERE "spent_by" IS NULL;
CREATE INDEX "claim_lock_hash_created_at" ON "claim" ("lock_hash", "created_at");
DROP INDEX "claim_lock_hash_idx";
CREATE INDEX "platform_cell_live" ON "platform_cell" ("state", "capacity") WHERE "state" IN ('free', 'claimed', 'quarantined', 'immature');
CREATE INDEX "payment_prepared_cell" ON "payment" ("platform_cell_id", "created_at") WHERE "status" = 'prepared';
CREATE INDEX "payment_ended_unsigned" ON "payment" ("updated_at") WHERE "status" IN ('expired', 'cancelled');
CREATE INDEX "withdrawal_ended_unsigned" ON "withdrawal" ("updated_at") WHERE "status" = 'expired';
CREATE INDEX "settlement_signed" ON "settlement" ("id") WHERE "status" = 'signed';
CREATE INDEX "pool_operation_signed" ON "pool_operation" ("id") WHERE "status" = 'signed';
CREATE INDEX "chain_transaction_signed" ON "chain_transaction" ("id") WHERE "status" = 'signed';
CREATE INDEX "account_available_receiver" ON "account" ("receiver" text_pattern_ops) WHERE "status" = 'available' AND "kind" <> 'fee';
CREATE INDEX "account_available_largest" ON "account" ("lock_hash", "amount") WHERE "status" = 'available' AND "kind" <> 'fee';

-- A payment that was never signed is deleted after a time. With SET NULL its deletion would be a change of the ledger, which is
-- refused even where no row of it is concerned.
ALTER TABLE "ledger_entry" DROP CONSTRAINT "ledger_entry_payment_id_fkey";
ALTER TABLE "ledger_entry" ADD CONSTRAINT "ledger_entry_payment_id_fkey" FOREIGN KEY ("payment_id") REFERENCES "payment"("id")
  ON DELETE RESTRICT ON UPDATE CASCADE NOT VALID;
ALTER TABLE "ledger_entry" VALIDATE CONSTRAINT "ledger_entry_payment_id_fkey";
