-- When the database has told that the link's time is over; again null when it is given more time.
ALTER TABLE "payment_link" ADD COLUMN "expired_at" TIMESTAMPTZ(3);

ALTER TABLE "event" DROP CONSTRAINT "event_type_check";
ALTER TABLE "event" ADD CONSTRAINT "event_type_check" CHECK ("type" IN (
  'payment.prepared', 'payment.submitted', 'payment.committed', 'payment.confirmed', 'payment.failed',
  'payment.expired', 'payment.cancelled', 'payment.reorganised',
  'refund.created', 'refund.paid', 'refund.failed', 'refund.reorganised',
  'payout.signed', 'payout.committed', 'payout.confirmed', 'payout.failed', 'payout.reorganised',
  'withdrawal.prepared', 'withdrawal.submitted', 'withdrawal.committed', 'withdrawal.confirmed',
  'withdrawal.failed', 'withdrawal.expired', 'withdrawal.reorganised',
  'link.created', 'link.changed', 'link.paid', 'link.expired', 'link.closed',
  'entry.adopted')) NOT VALID;

-- As before, and: its end is told once, and anew where the link was given another one.
CREATE OR REPLACE FUNCTION guard_payment_link() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  changeable TEXT[] := ARRAY['closed_at', 'reference_released', 'revision', 'expired_at',
    'title', 'note', 'presets', 'expires_at', 'success_url'];
  is_changed BOOLEAN := (NEW."title", NEW."note", NEW."presets", NEW."expires_at", NEW."success_url")
    IS DISTINCT FROM (OLD."title", OLD."note", OLD."presets", OLD."expires_at", OLD."success_url");
  state TEXT := payment_link_status(OLD."id");
BEGIN
  IF (to_jsonb(NEW) - changeable) IS DISTINCT FROM (to_jsonb(OLD) - changeable) THEN
    RAISE EXCEPTION 'payment link % keeps its terms', OLD."id" USING ERRCODE = 'check_violation';
  END IF;
  IF OLD."closed_at" IS NOT NULL AND (is_changed OR NEW."closed_at" IS DISTINCT FROM OLD."closed_at")
    OR is_changed AND (OLD."reference_released" OR state = 'used') THEN
    RAISE EXCEPTION 'payment link % is over', OLD."id" USING ERRCODE = 'check_violation';
  END IF;
  NEW."revision" = OLD."revision" + is_changed::int;
  IF NEW."closed_at" IS NOT NULL AND OLD."closed_at" IS NULL AND state <> 'used' THEN
    state = 'closed';
    NEW."reference_released" = NEW."reference" IS NOT NULL;
  END IF;
  IF OLD."reference_released" AND NOT NEW."reference_released"
    OR NEW."reference_released" AND NOT OLD."reference_released" AND state NOT IN ('closed', 'expired') THEN
    RAISE EXCEPTION 'payment link % keeps its reference', OLD."id" USING ERRCODE = 'check_violation';
  END IF;
  IF NEW."expires_at" IS DISTINCT FROM OLD."expires_at" THEN
    NEW."expired_at" = NULL;
  ELSIF NEW."expired_at" IS DISTINCT FROM OLD."expired_at"
    AND (OLD."expired_at" IS NOT NULL OR NEW."expires_at" > NEW."expired_at" OR NEW."expires_at" IS NULL) THEN
    RAISE EXCEPTION 'payment link % expires once, at its end', OLD."id" USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;

-- What ended before there was such an event is not told now.
UPDATE "payment_link" SET "expired_at" = "expires_at" WHERE "expires_at" <= now() AND "closed_at" IS NULL;

CREATE FUNCTION expired_payment_link() RETURNS trigger LANGUAGE plpgsql
SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  INSERT INTO "event" ("type", "object", "object_id", "project", "sequence", "status")
  SELECT 'link.expired', 'link', NEW."id", NEW."project_id", next_sequence('link', NEW."id"), 'expired'
  WHERE payment_link_status(NEW."id") = 'expired';
  RETURN NULL;
END $$;
CREATE TRIGGER "payment_link_expired" AFTER UPDATE ON "payment_link" FOR EACH ROW
  WHEN (OLD."expired_at" IS NULL AND NEW."expired_at" IS NOT NULL) EXECUTE FUNCTION expired_payment_link();
