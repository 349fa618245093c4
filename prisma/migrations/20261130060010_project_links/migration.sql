-- The project that a link is made for; what the shop wants to have back with it; where the payer goes who does not pay.
ALTER TABLE "payment_link"
  ADD COLUMN "project_id" BIGINT,
  ADD COLUMN "metadata" JSONB,
  ADD COLUMN "cancel_url" TEXT;
ALTER TABLE "payment_link"
  ADD CONSTRAINT "payment_link_project_id_fkey"
    FOREIGN KEY ("project_id") REFERENCES "project"("id") ON DELETE RESTRICT ON UPDATE CASCADE NOT VALID,
  ADD CONSTRAINT "payment_link_metadata_check"
    CHECK (jsonb_typeof("metadata") = 'object' AND length("metadata"::text) <= 9000) NOT VALID,
  ADD CONSTRAINT "payment_link_cancel_url_check" CHECK (length("cancel_url") BETWEEN 1 AND 2000) NOT VALID;

CREATE OR REPLACE FUNCTION payment_link_events() RETURNS trigger LANGUAGE plpgsql
SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  INSERT INTO "event" ("type", "object", "object_id", "project", "sequence", "status")
  VALUES (CASE TG_OP WHEN 'INSERT' THEN 'link.created' ELSE 'link.closed' END, 'link', NEW."id", NEW."project_id",
    next_sequence('link', NEW."id"), payment_link_status(NEW."id"));
  RETURN NULL;
END $$;

CREATE OR REPLACE FUNCTION changed_payment_link() RETURNS trigger LANGUAGE plpgsql
SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  INSERT INTO "payment_link_revision" ("link_id", "revision", "title", "note", "presets", "success_url", "expires_at")
  VALUES (OLD."id", OLD."revision", OLD."title", OLD."note", OLD."presets", OLD."success_url", OLD."expires_at");
  INSERT INTO "event" ("type", "object", "object_id", "project", "sequence", "status")
  VALUES ('link.changed', 'link', NEW."id", NEW."project_id", next_sequence('link', NEW."id"),
    payment_link_status(NEW."id"));
  RETURN NULL;
END $$;
