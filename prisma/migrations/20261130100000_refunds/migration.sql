-- What a payment's sender gets back of it. The books, the entries and the events go with it in one transaction.
CREATE TABLE "refund" (
    "id" BIGSERIAL NOT NULL,
    "payment_id" BIGINT NOT NULL,
    "amount" BIGINT NOT NULL,
    "reason" TEXT,
    "made_by" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "refund_pkey" PRIMARY KEY ("id")
);
ALTER TABLE "refund"
  ADD CONSTRAINT "refund_payment_id_fkey"
    FOREIGN KEY ("payment_id") REFERENCES "payment"("id") ON DELETE RESTRICT ON UPDATE CASCADE,
  ADD CHECK ("amount" > 0),
  ADD CHECK (length("reason") BETWEEN 1 AND 500);
CREATE INDEX "refund_payment_id_idx" ON "refund" ("payment_id");
-- What an entry's refund is of is its own payment: account_refund_fkey.
CREATE UNIQUE INDEX "refund_of_payment" ON "refund" ("id", "payment_id");
CREATE TRIGGER "refund_append_only" BEFORE UPDATE OR DELETE OR TRUNCATE ON "refund"
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- How much of a payment its sender got back: the sum of its refunds.
ALTER TABLE "payment" ADD COLUMN "refunded" BIGINT NOT NULL DEFAULT 0;
ALTER TABLE "payment" ADD CONSTRAINT "payment_refunded_check"
  CHECK ("refunded" BETWEEN 0 AND "amount") NOT VALID;
CREATE FUNCTION refuse_other_sum_of_refunds() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW."status" <> 'confirmed' OR NEW."refunded" <> (
    SELECT coalesce(sum(r."amount"), 0) FROM "refund" r WHERE r."payment_id" = NEW."id") THEN
    RAISE EXCEPTION 'payment % was not refunded that', NEW."id" USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER "payment_refunds_are_summed" BEFORE UPDATE OF "refunded" ON "payment" FOR EACH ROW
  WHEN (NEW."refunded" IS DISTINCT FROM OLD."refunded") EXECUTE FUNCTION refuse_other_sum_of_refunds();
