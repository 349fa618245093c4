-- A database that was restored from a backup does not know what the platform signed since then. What the chain holds of it can be
-- adopted by the operator: `lib/operator/adopt-transaction.ts`.

-- adopted: a transaction of the platform whose purpose this database does not know.
ALTER TABLE "pool_operation" DROP CONSTRAINT "pool_operation_kind_check";
ALTER TABLE "pool_operation"
  ADD CONSTRAINT "pool_operation_kind_check" CHECK ("kind" IN ('split', 'self_spend', 'merge', 'fee_withdrawal', 'adopted'));

-- A payment that was given up unsigned comes back in one case: its very transaction is stored, because the chain has it.
CREATE OR REPLACE FUNCTION guard_payment() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF (NEW."amount", NEW."platform_fee", NEW."network_fee", NEW."sender_lock_hash", NEW."receiver_lock_hash", NEW."tx_hash", NEW."unsigned_tx")
     IS DISTINCT FROM
     (OLD."amount", OLD."platform_fee", OLD."network_fee", OLD."sender_lock_hash", OLD."receiver_lock_hash", OLD."tx_hash", OLD."unsigned_tx") THEN
    RAISE EXCEPTION 'payment % is fixed once prepared', OLD."id" USING ERRCODE = 'check_violation';
  END IF;
  IF NEW."status" <> OLD."status" AND (OLD."status", NEW."status") NOT IN (
    ('prepared', 'submitted'), ('prepared', 'cancelled'), ('prepared', 'expired'),
    ('submitted', 'committed'), ('submitted', 'failed'),
    ('committed', 'confirmed'), ('committed', 'submitted'), ('confirmed', 'submitted'))
    AND NOT (OLD."status" IN ('cancelled', 'expired') AND NEW."status" = 'submitted'
      AND EXISTS (SELECT FROM "chain_transaction" t WHERE t."payment_id" = OLD."id" AND t."tx_hash" = OLD."tx_hash")) THEN
    RAISE EXCEPTION 'payment % cannot go from % to %', OLD."id", OLD."status", NEW."status" USING ERRCODE = 'check_violation';
  END IF;
  NEW."updated_at" = now();
  RETURN NEW;
END $$;

CREATE OR REPLACE FUNCTION guard_account() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF (NEW."payment_id", NEW."receiver", NEW."lock_hash", NEW."kind") IS DISTINCT FROM (OLD."payment_id", OLD."receiver", OLD."lock_hash", OLD."kind") THEN
    RAISE EXCEPTION 'account entry % belongs to its payment and its party', OLD."id" USING ERRCODE = 'check_violation';
  END IF;
  IF NEW."status" <> OLD."status" AND (OLD."status", NEW."status") NOT IN (
    ('pending', 'available'), ('pending', 'void'), ('available', 'pending'), ('available', 'settling'),
    ('settling', 'paid'), ('settling', 'available'), ('settling', 'pending'), ('paid', 'settling'))
    AND NOT (OLD."status" = 'void' AND NEW."status" = 'pending'
      AND EXISTS (SELECT FROM "payment" p WHERE p."id" = OLD."payment_id" AND p."status" = 'submitted')) THEN
    RAISE EXCEPTION 'account entry % cannot go from % to %', OLD."id", OLD."status", NEW."status" USING ERRCODE = 'check_violation';
  END IF;
  NEW."updated_at" = now();
  RETURN NEW;
END $$;
