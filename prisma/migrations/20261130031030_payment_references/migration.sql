-- "reference": the merchant's name for what is paid. "message": what the payer wrote to the payee. "reference_once": the
-- reference is good for one payment through its link. "link_revision": what the payer has read of the link.
ALTER TABLE "payment"
  ADD COLUMN "reference" TEXT,
  ADD COLUMN "reference_once" BOOLEAN,
  ADD COLUMN "message" TEXT,
  ADD COLUMN "link_revision" INTEGER;
ALTER TABLE "payment"
  ADD CONSTRAINT "payment_reference_check" CHECK (length("reference") BETWEEN 1 AND 200) NOT VALID,
  ADD CONSTRAINT "payment_reference_once_check"
    CHECK ("reference_once" IS NULL OR "reference" IS NOT NULL AND "link_id" IS NOT NULL) NOT VALID,
  ADD CONSTRAINT "payment_message_check" CHECK (length("message") BETWEEN 1 AND 200) NOT VALID;

CREATE FUNCTION refuse_other_words() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'payment % keeps what was said with it', OLD."id" USING ERRCODE = 'check_violation';
END $$;
CREATE TRIGGER "payment_words_are_fixed"
  BEFORE UPDATE OF "reference", "reference_once", "message", "link_revision" ON "payment"
  FOR EACH ROW EXECUTE FUNCTION refuse_other_words();
