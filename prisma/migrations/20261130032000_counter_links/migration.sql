-- A link that is shown on a counter, to be paid at once by who stands there: for one payment of an amount that is said.
ALTER TABLE "payment_link"
  ADD COLUMN "at_counter" BOOLEAN NOT NULL DEFAULT false,
  ADD CONSTRAINT "payment_link_counter_check" CHECK (NOT "at_counter" OR ("one_time" AND "amount" IS NOT NULL)) NOT VALID;
