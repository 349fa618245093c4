-- Random bytes in the commitment (lib/commitment.ts), so that the chain does not tell who was paid. Payments from before have none: their
-- commitment is of the first form. Instances of the version before go on inserting without it. NOT VALID: no scan under a lock; old rows pass.
ALTER TABLE "payment" ADD COLUMN "commitment_salt" BYTEA;
ALTER TABLE "payment" ADD CONSTRAINT "payment_commitment_salt" CHECK (octet_length("commitment_salt") = 32) NOT VALID;

CREATE FUNCTION refuse_other_salt() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'payment % keeps its salt', OLD."id" USING ERRCODE = 'check_violation';
END $$;
CREATE TRIGGER "payment_salt_is_fixed" BEFORE UPDATE OF "commitment_salt" ON "payment"
  FOR EACH ROW EXECUTE FUNCTION refuse_other_salt();
