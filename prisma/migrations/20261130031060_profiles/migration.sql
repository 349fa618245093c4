-- A receiver's own page, /u/NAME, by the lock that is paid. Without a name it is turned off.
CREATE TABLE "profile" (
    "lock_hash" BYTEA NOT NULL,
    "address" TEXT NOT NULL,
    "display_name" TEXT NOT NULL,
    "message" TEXT,
    "presets" BIGINT[],
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "profile_pkey" PRIMARY KEY ("lock_hash")
);
ALTER TABLE "profile"
  ADD CHECK (length("lock_hash") = 32),
  ADD CHECK (length("display_name") BETWEEN 1 AND 40),
  ADD CHECK (length("message") BETWEEN 1 AND 500),
  ADD CHECK (cardinality("presets") <= 6 AND 0 < ALL ("presets") AND array_position("presets", NULL) IS NULL);
CREATE TRIGGER "profile_touch" BEFORE UPDATE ON "profile" FOR EACH ROW EXECUTE FUNCTION touch();

-- Whose a name is, and whose it was.
CREATE TABLE "profile_name" (
    "id" BIGSERIAL NOT NULL,
    "name" TEXT NOT NULL,
    "lock_hash" BYTEA NOT NULL,
    "taken_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "released_at" TIMESTAMPTZ(3),

    CONSTRAINT "profile_name_pkey" PRIMARY KEY ("id")
);
ALTER TABLE "profile_name" ADD CONSTRAINT "profile_name_lock_hash_fkey"
  FOREIGN KEY ("lock_hash") REFERENCES "profile"("lock_hash") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "profile_name"
  ADD CHECK ("name" ~ '^[a-z0-9]+(-[a-z0-9]+)*$' AND length("name") BETWEEN 3 AND 30),
  ADD CHECK (length("lock_hash") = 32),
  ADD CHECK ("released_at" >= "taken_at");
-- A name has one lock at a time, and a lock one name.
CREATE UNIQUE INDEX "profile_name_of_one" ON "profile_name" ("name") WHERE "released_at" IS NULL;
CREATE UNIQUE INDEX "profile_name_one_of_lock" ON "profile_name" ("lock_hash") WHERE "released_at" IS NULL;
CREATE INDEX "profile_name_name_id_idx" ON "profile_name" ("name", "id");
CREATE INDEX "profile_name_lock_hash_id_idx" ON "profile_name" ("lock_hash", "id");

-- Who knows an old name, from a card or a bookmark, must not pay a stranger by it: for 90 days after its owner has left
-- it, nobody else gets it. And names are not collected: a lock gets six in all, one at a time.
CREATE FUNCTION guard_profile_name() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'INSERT' THEN
    IF EXISTS (SELECT FROM "profile_name" WHERE "name" = NEW."name" AND "lock_hash" <> NEW."lock_hash"
        AND ("released_at" IS NULL OR "released_at" > now() - interval '90 days')) THEN
      RAISE EXCEPTION 'the name % is not free', NEW."name" USING ERRCODE = 'check_violation';
    END IF;
    IF (SELECT count(*) FROM "profile_name" WHERE "lock_hash" = NEW."lock_hash") >= 6 THEN
      RAISE EXCEPTION 'this lock has had six names' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
  END IF;
  IF TG_OP = 'DELETE' OR OLD."released_at" IS NOT NULL
    OR (to_jsonb(NEW) - 'released_at') IS DISTINCT FROM (to_jsonb(OLD) - 'released_at') THEN
    RAISE EXCEPTION 'the name % stays on record', OLD."name" USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER "profile_name_guard" BEFORE INSERT OR UPDATE OR DELETE ON "profile_name"
  FOR EACH ROW EXECUTE FUNCTION guard_profile_name();
