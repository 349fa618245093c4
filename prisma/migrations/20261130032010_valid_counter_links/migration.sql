ALTER TABLE "payment_link" VALIDATE CONSTRAINT "payment_link_counter_check";
