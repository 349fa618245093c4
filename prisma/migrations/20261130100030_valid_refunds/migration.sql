ALTER TABLE "payment" VALIDATE CONSTRAINT "payment_refunded_check";
ALTER TABLE "account" VALIDATE CONSTRAINT "account_refund_fkey";
ALTER TABLE "account" VALIDATE CONSTRAINT "account_kind_check";
ALTER TABLE "account" VALIDATE CONSTRAINT "account_status_check";
ALTER TABLE "account" VALIDATE CONSTRAINT "account_fee_check";
ALTER TABLE "account" VALIDATE CONSTRAINT "account_refund_check";
ALTER TABLE "account" VALIDATE CONSTRAINT "account_refund_id_check";
ALTER TABLE "event" VALIDATE CONSTRAINT "event_type_check";
