-- Who waits for an index that is being built, or keeps it from being built, must not wait for long.
SET LOCAL lock_timeout = '10s';

-- AlterTable
ALTER TABLE "payment" ADD COLUMN "client_network" TEXT;

-- How many payments of one network are prepared is counted without looking at any other.
CREATE INDEX "payment_prepared_client_network" ON "payment" ("client_network") WHERE "status" = 'prepared';

-- It matters while the payment is prepared only. Where its payer was is nobody's business after that.
CREATE FUNCTION forget_client_network() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  NEW."client_network" = NULL;
  RETURN NEW;
END $$;
CREATE TRIGGER "payment_forgets_client_network" BEFORE UPDATE OF "status" ON "payment" FOR EACH ROW
  WHEN (NEW."status" <> 'prepared') EXECUTE FUNCTION forget_client_network();
ALTER TABLE "payment" ADD CHECK ("client_network" IS NULL OR "status" = 'prepared') NOT VALID;
