-- A refund takes entries that are in no payout, or parts of them, and owes their sum to the sender instead: an entry of
-- the same payment. So whatever happens to the payment afterwards happens to its refunds, and all that is not reversed
-- still sums to its amount. What an entry was signed for stays: what was taken is a part of it.
ALTER TABLE "account" ADD COLUMN "refund_id" BIGINT;
ALTER TABLE "account" ADD CONSTRAINT "account_refund_fkey"
  FOREIGN KEY ("refund_id", "payment_id") REFERENCES "refund"("id", "payment_id")
  ON DELETE RESTRICT ON UPDATE CASCADE NOT VALID;
ALTER TABLE "account"
  DROP CONSTRAINT "account_kind_check",
  ADD CONSTRAINT "account_kind_check" CHECK ("kind" IN ('receiver', 'split', 'fee', 'refund')) NOT VALID,
  DROP CONSTRAINT "account_status_check",
  ADD CONSTRAINT "account_status_check"
    CHECK ("status" IN ('pending', 'available', 'settling', 'paid', 'void', 'reversed')) NOT VALID,
  DROP CONSTRAINT "account_check1",
  ADD CONSTRAINT "account_fee_check"
    CHECK ("kind" <> 'fee' OR "status" IN ('pending', 'available', 'void', 'reversed')) NOT VALID,
  ADD CONSTRAINT "account_refund_check"
    CHECK ("kind" <> 'refund' OR "status" <> 'reversed') NOT VALID,
  ADD CONSTRAINT "account_refund_id_check"
    CHECK (("kind" = 'refund' OR "status" = 'reversed') = ("refund_id" IS NOT NULL)) NOT VALID;

CREATE OR REPLACE FUNCTION part_of_entry() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW."status" = 'reversed' THEN
    RAISE EXCEPTION 'what is reversed was owed before' USING ERRCODE = 'check_violation';
  END IF;
  -- Each refund is an entry of its own.
  SELECT a."id" INTO NEW."part_of" FROM "account" a
  WHERE a."payment_id" = NEW."payment_id" AND a."lock_hash" = NEW."lock_hash" AND a."kind" = NEW."kind"
    AND (NEW."kind" <> 'refund' OR a."refund_id" = NEW."refund_id")
  ORDER BY a."id" LIMIT 1;
  RETURN NEW;
END $$;

CREATE OR REPLACE FUNCTION guard_account() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF (NEW."payment_id", NEW."receiver", NEW."lock_hash", NEW."kind") IS DISTINCT FROM
     (OLD."payment_id", OLD."receiver", OLD."lock_hash", OLD."kind") THEN
    RAISE EXCEPTION 'account entry % belongs to its payment and its party', OLD."id" USING ERRCODE = 'check_violation';
  END IF;
  IF OLD."status" = 'reversed'
    OR NEW."refund_id" IS DISTINCT FROM OLD."refund_id" AND NEW."status" <> 'reversed' THEN
    RAISE EXCEPTION 'account entry % keeps its refund', OLD."id" USING ERRCODE = 'check_violation';
  END IF;
  IF NEW."status" <> OLD."status" AND (OLD."status", NEW."status") NOT IN (
    ('pending', 'available'), ('pending', 'void'), ('available', 'pending'), ('available', 'settling'),
    ('settling', 'paid'), ('settling', 'available'), ('settling', 'pending'), ('paid', 'settling'),
    ('available', 'reversed'))
    AND NOT (OLD."status" = 'void' AND NEW."status" = 'pending'
      AND EXISTS (SELECT FROM "payment" p WHERE p."id" = OLD."payment_id" AND p."status" = 'submitted')) THEN
    RAISE EXCEPTION 'account entry % cannot go from % to %', OLD."id", OLD."status", NEW."status"
      USING ERRCODE = 'check_violation';
  END IF;
  IF NEW."part_of" IS DISTINCT FROM OLD."part_of" THEN
    -- Only for entries that were divided before this column was there; their time of change stays.
    IF OLD."part_of" IS NOT NULL OR NOT EXISTS (
      SELECT FROM "account" a WHERE a."id" = NEW."part_of" AND a."id" < OLD."id" AND a."part_of" IS NULL
        AND (a."payment_id", a."lock_hash", a."kind") = (OLD."payment_id", OLD."lock_hash", OLD."kind")) THEN
      RAISE EXCEPTION 'account entry % is no part of %', OLD."id", NEW."part_of" USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
  END IF;
  NEW."updated_at" = now();
  RETURN NEW;
END $$;

CREATE OR REPLACE FUNCTION check_payment_entries(payment_id BIGINT) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  IF (SELECT coalesce(sum(a."amount"), 0) FROM "account" a WHERE a."payment_id" = $1 AND a."status" <> 'reversed')
     <> (SELECT p."amount" FROM "payment" p WHERE p."id" = $1) THEN
    RAISE EXCEPTION 'the entries of payment % do not sum to its amount', $1 USING ERRCODE = 'check_violation';
  END IF;
END $$;
