ALTER TABLE "payment_link" VALIDATE CONSTRAINT "payment_link_project_id_fkey";
ALTER TABLE "payment_link" VALIDATE CONSTRAINT "payment_link_metadata_check";
ALTER TABLE "payment_link" VALIDATE CONSTRAINT "payment_link_cancel_url_check";
ALTER TABLE "payment" VALIDATE CONSTRAINT "payment_project_id_fkey";
