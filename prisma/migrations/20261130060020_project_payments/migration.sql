-- The project that a payment is made for. Through a link it is the link's, whoever prepares it: the database says so.
ALTER TABLE "payment" ADD COLUMN "project_id" BIGINT;
ALTER TABLE "payment" ADD CONSTRAINT "payment_project_id_fkey"
  FOREIGN KEY ("project_id") REFERENCES "project"("id") ON DELETE RESTRICT ON UPDATE CASCADE NOT VALID;

CREATE FUNCTION payment_of_project() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  SELECT "project_id" INTO NEW."project_id" FROM "payment_link" WHERE "id" = NEW."link_id";
  RETURN NEW;
END $$;
CREATE TRIGGER "payment_of_project" BEFORE INSERT ON "payment" FOR EACH ROW
  WHEN (NEW."link_id" IS NOT NULL) EXECUTE FUNCTION payment_of_project();

DROP TRIGGER "payment_words_are_fixed" ON "payment";
CREATE TRIGGER "payment_words_are_fixed"
  BEFORE UPDATE OF "reference", "reference_once", "message", "link_revision", "project_id" ON "payment"
  FOR EACH ROW EXECUTE FUNCTION refuse_other_words();

CREATE OR REPLACE FUNCTION new_payment_events() RETURNS trigger LANGUAGE plpgsql
SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  INSERT INTO "event" ("type", "object", "object_id", "project", "sequence", "status")
  SELECT 'payment.' || p."status", 'payment', p."id", p."project_id", 1, p."status" FROM made p ORDER BY p."id";
  RETURN NULL;
END $$;

CREATE OR REPLACE FUNCTION payment_events() RETURNS trigger LANGUAGE plpgsql
SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  INSERT INTO "event" ("type", "object", "object_id", "project", "sequence", "status")
  SELECT 'payment.' || CASE
    WHEN b."status" IN ('committed', 'confirmed') AND a."status" = 'submitted' THEN 'reorganised' ELSE a."status" END,
    'payment', a."id", a."project_id", next_sequence('payment', a."id"), a."status"
  FROM after a JOIN before b ON b."id" = a."id" WHERE a."status" <> b."status" ORDER BY a."id";
  IF EXISTS (SELECT FROM after WHERE "link_id" IS NOT NULL AND "status" = 'confirmed') THEN
    PERFORM FROM "payment_link" WHERE "id" IN (SELECT "link_id" FROM after WHERE "status" = 'confirmed')
    ORDER BY "id" FOR NO KEY UPDATE;
    INSERT INTO "event" ("type", "object", "object_id", "project", "sequence", "status", "data")
    SELECT 'link.paid', 'link', a."link_id", a."project_id",
      next_sequence('link', a."link_id") - 1 + row_number() OVER (PARTITION BY a."link_id" ORDER BY a."id"),
      payment_link_status(a."link_id"), jsonb_build_object('payment_id', a."id")
    FROM after a JOIN before b ON b."id" = a."id"
    WHERE a."link_id" IS NOT NULL AND a."status" = 'confirmed' AND b."status" <> 'confirmed' ORDER BY a."id";
  END IF;
  RETURN NULL;
END $$;
