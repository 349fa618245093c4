-- What the link said until now is kept, and that it says something else now is told.
CREATE FUNCTION changed_payment_link() RETURNS trigger LANGUAGE plpgsql
SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  INSERT INTO "payment_link_revision" ("link_id", "revision", "title", "note", "presets", "success_url", "expires_at")
  VALUES (OLD."id", OLD."revision", OLD."title", OLD."note", OLD."presets", OLD."success_url", OLD."expires_at");
  INSERT INTO "event" ("type", "object", "object_id", "sequence", "status")
  VALUES ('link.changed', 'link', NEW."id", next_sequence('link', NEW."id"), payment_link_status(NEW."id"));
  RETURN NULL;
END $$;
CREATE TRIGGER "payment_link_changed" AFTER UPDATE ON "payment_link" FOR EACH ROW
  WHEN (NEW."revision" > OLD."revision") EXECUTE FUNCTION changed_payment_link();
