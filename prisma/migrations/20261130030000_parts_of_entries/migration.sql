-- A payout may need less than an entry holds: the entry is divided, and the rest is a row of its own. Whose rest it is
-- stands in part_of, so that people and programs see one share of a payment for ever, however it was paid out.
ALTER TABLE "account" ADD COLUMN "part_of" BIGINT;
ALTER TABLE "account" ADD CONSTRAINT "account_part_of_fkey"
  FOREIGN KEY ("part_of") REFERENCES "account"("id") ON DELETE RESTRICT ON UPDATE CASCADE NOT VALID;

-- Prepare makes entries pending; what is made in another state is a part. The database says of which entry, whatever
-- the statement says, so that neither a verb nor the version before can forget it. Nothing looks for it at a prepare.
CREATE FUNCTION part_of_entry() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  SELECT a."id" INTO NEW."part_of" FROM "account" a
  WHERE a."payment_id" = NEW."payment_id" AND a."lock_hash" = NEW."lock_hash" AND a."kind" = NEW."kind"
  ORDER BY a."id" LIMIT 1;
  RETURN NEW;
END $$;
CREATE TRIGGER "account_part" BEFORE INSERT ON "account" FOR EACH ROW
  WHEN (NEW."status" <> 'pending') EXECUTE FUNCTION part_of_entry();

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
