ALTER TABLE "payment_link" VALIDATE CONSTRAINT "payment_link_reference_check";
ALTER TABLE "payment_link" VALIDATE CONSTRAINT "payment_link_reference_once";
ALTER TABLE "payment_link" VALIDATE CONSTRAINT "payment_link_release_check";
ALTER TABLE "payment" VALIDATE CONSTRAINT "payment_reference_check";
ALTER TABLE "payment" VALIDATE CONSTRAINT "payment_reference_once_check";
ALTER TABLE "payment" VALIDATE CONSTRAINT "payment_message_check";
ALTER TABLE "event" VALIDATE CONSTRAINT "event_type_check";
