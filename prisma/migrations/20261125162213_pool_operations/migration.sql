-- AlterTable
ALTER TABLE "pool_operation" ADD COLUMN "amount" BIGINT,
ADD COLUMN "recipient" TEXT;

-- CreateTable
CREATE TABLE "pool_sample" (
    "taken_at" TIMESTAMPTZ(3) NOT NULL,
    "free" INTEGER NOT NULL,
    "held" INTEGER NOT NULL,
    "claimed" INTEGER NOT NULL,
    "quarantined" INTEGER NOT NULL,
    "capacity" BIGINT NOT NULL,
    "claimed_capacity" BIGINT NOT NULL,

    CONSTRAINT "pool_sample_pkey" PRIMARY KEY ("taken_at")
);

-- merge: fewer cells out of many. fee_withdrawal: what the platform has earned leaves for the operator's address.
ALTER TABLE "pool_operation" DROP CONSTRAINT "pool_operation_kind_check";
ALTER TABLE "pool_operation"
  ADD CHECK ("kind" IN ('split', 'self_spend', 'merge', 'fee_withdrawal')),
  ADD CHECK (("kind" = 'fee_withdrawal') = ("amount" IS NOT NULL AND "recipient" IS NOT NULL)),
  ADD CHECK ("amount" > 0);

ALTER TABLE "pool_sample"
  ADD CHECK ("free" >= 0 AND "held" >= 0 AND "claimed" >= 0 AND "quarantined" >= 0),
  ADD CHECK ("capacity" >= 0 AND "claimed_capacity" >= 0);

-- What of the earned fees may leave, in shannons: earned and confirmed, less what has left, what the network was paid, and
-- losses; less what signed transactions will take once they commit. Negative when the platform has earned less than it cost.
CREATE FUNCTION withdrawable_fees() RETURNS BIGINT LANGUAGE sql STABLE AS $$
  SELECT (
    - (SELECT coalesce(sum("amount"), 0) FROM "ledger_entry" WHERE "account" IN ('fees', 'network_fees', 'loss'))
    - (SELECT coalesce(sum("network_fee" + coalesce("amount", 0)), 0) FROM "pool_operation" WHERE "status" = 'signed')
    - (SELECT coalesce(sum("network_fee"), 0) FROM "settlement" WHERE "status" = 'signed')
  )::bigint
$$;

-- What is owed to others never leaves as a fee, whatever the code that asks has checked. One withdrawal at a time is looked
-- at, or two could each take the same money.
CREATE FUNCTION guard_fee_withdrawal() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_advisory_xact_lock(hashtext('micro-pay fee withdrawal'));
  IF NEW."amount" + NEW."network_fee" > withdrawable_fees() THEN
    RAISE EXCEPTION 'a withdrawal of % shannons of fees is more than was earned', NEW."amount" USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER "fee_withdrawal_guard" BEFORE INSERT ON "pool_operation"
  FOR EACH ROW WHEN (NEW."kind" = 'fee_withdrawal') EXECUTE FUNCTION guard_fee_withdrawal();

-- What a day earned and cost is read again and again.
CREATE INDEX "ledger_entry_fees_created_at" ON "ledger_entry" ("created_at") WHERE "account" IN ('fees', 'network_fees');
