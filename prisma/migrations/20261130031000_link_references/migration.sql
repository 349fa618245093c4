-- "reference" is the merchant's name for what is paid: of a link, an order that it is made for.
ALTER TABLE "payment_link"
  ADD COLUMN "reference" TEXT,
  ADD COLUMN "reference_released" BOOLEAN NOT NULL DEFAULT false,
  ADD COLUMN "revision" INTEGER NOT NULL DEFAULT 0;
ALTER TABLE "payment_link"
  ADD CONSTRAINT "payment_link_reference_check" CHECK (length("reference") BETWEEN 1 AND 200) NOT VALID,
  -- One order is paid once: what keeps a link to one payment then keeps its reference to one.
  ADD CONSTRAINT "payment_link_reference_once" CHECK ("reference" IS NULL OR "one_time") NOT VALID,
  ADD CONSTRAINT "payment_link_release_check" CHECK ("reference" IS NOT NULL OR NOT "reference_released") NOT VALID;

-- What a link said before it was changed. The newest words stand in the link itself; a payment names the revision that
-- its payer has read.
CREATE TABLE "payment_link_revision" (
    "link_id" BIGINT NOT NULL,
    "revision" INTEGER NOT NULL,
    "title" TEXT NOT NULL,
    "note" TEXT,
    "presets" BIGINT[],
    "success_url" TEXT,
    "expires_at" TIMESTAMPTZ(3),
    "replaced_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "payment_link_revision_pkey" PRIMARY KEY ("link_id", "revision")
);
ALTER TABLE "payment_link_revision" ADD CONSTRAINT "payment_link_revision_link_id_fkey"
  FOREIGN KEY ("link_id") REFERENCES "payment_link"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
CREATE TRIGGER "payment_link_revision_append_only" BEFORE UPDATE OR DELETE OR TRUNCATE ON "payment_link_revision"
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER "payment_link_revision_by_triggers" BEFORE INSERT ON "payment_link_revision"
  FOR EACH STATEMENT WHEN (pg_trigger_depth() = 0) EXECUTE FUNCTION refuse_change();

-- Whom a link pays, how much, for what and how often stays for ever. What is to be read, presets, the end and the way
-- back may change while it is open. It gives its reference back when it is over and nobody has paid or still can: the
-- row is locked here, as it is by each submit through a one-time link.
CREATE OR REPLACE FUNCTION guard_payment_link() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  changeable TEXT[] := ARRAY['closed_at', 'reference_released', 'revision',
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
  RETURN NEW;
END $$;
