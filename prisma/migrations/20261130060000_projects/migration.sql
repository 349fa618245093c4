-- An integrator's account. It belongs to the wallet that made it, or to the operator.
CREATE TABLE "project" (
    "id" BIGSERIAL NOT NULL,
    "name" TEXT NOT NULL,
    "owner_lock_hash" BYTEA,
    "owner_address" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "project_pkey" PRIMARY KEY ("id")
);
ALTER TABLE "project"
  ADD CHECK (length("name") BETWEEN 1 AND 80),
  ADD CHECK (length("owner_lock_hash") = 32),
  ADD CHECK (("owner_lock_hash" IS NULL) = ("owner_address" IS NULL));
CREATE INDEX "project_owner_lock_hash_id_idx" ON "project" ("owner_lock_hash", "id");

-- What a program shows to act for a project: here is its hash, and the first letters for people to know it by.
CREATE TABLE "api_key" (
    "id" BIGSERIAL NOT NULL,
    "project_id" BIGINT NOT NULL,
    "kind" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "prefix" TEXT NOT NULL,
    "hash" BYTEA NOT NULL,
    "scopes" TEXT[] NOT NULL,
    "origins" TEXT[] NOT NULL,
    "replaces" BIGINT,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expires_at" TIMESTAMPTZ(3),
    "revoked_at" TIMESTAMPTZ(3),
    "last_used_at" TIMESTAMPTZ(3),

    CONSTRAINT "api_key_pkey" PRIMARY KEY ("id")
);
ALTER TABLE "api_key"
  ADD CONSTRAINT "api_key_project_id_fkey"
    FOREIGN KEY ("project_id") REFERENCES "project"("id") ON DELETE RESTRICT ON UPDATE CASCADE,
  ADD CONSTRAINT "api_key_replaces_fkey"
    FOREIGN KEY ("replaces") REFERENCES "api_key"("id") ON DELETE RESTRICT ON UPDATE CASCADE,
  ADD CHECK ("kind" IN ('secret', 'publishable')),
  ADD CHECK ("scopes" <@ ARRAY['read', 'pay', 'link', 'refund', 'webhook'] AND cardinality("scopes") > 0),
  ADD CHECK (length("name") BETWEEN 1 AND 80),
  ADD CHECK (length("hash") = 32),
  ADD CHECK (array_position("origins", NULL) IS NULL AND cardinality("origins") <= 20),
  -- A key that anybody can read in a page pays, does nothing else, and works on the pages of its owner only. A secret
  -- key belongs to no page.
  ADD CONSTRAINT "api_key_bounds" CHECK (CASE WHEN "kind" = 'publishable'
    THEN "scopes" = ARRAY['pay'] AND cardinality("origins") > 0
    ELSE cardinality("origins") = 0 END);
CREATE UNIQUE INDEX "api_key_hash_key" ON "api_key" ("hash");
CREATE INDEX "api_key_project_id_id_idx" ON "api_key" ("project_id", "id");
-- A key is replaced once: two who rotate it at once would leave one key that nobody knows of.
CREATE UNIQUE INDEX "api_key_replaces_key" ON "api_key" ("replaces");

-- What a key may do never grows. It ends once, for good, and stays on record.
CREATE FUNCTION guard_api_key() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  changeable TEXT[] := ARRAY['expires_at', 'revoked_at', 'last_used_at'];
BEGIN
  IF TG_OP = 'DELETE' OR (to_jsonb(NEW) - changeable) IS DISTINCT FROM (to_jsonb(OLD) - changeable)
    OR OLD."revoked_at" IS NOT NULL AND NEW."revoked_at" IS DISTINCT FROM OLD."revoked_at"
    OR coalesce(NEW."expires_at", 'infinity') > coalesce(OLD."expires_at", 'infinity') THEN
    RAISE EXCEPTION 'key % stays as it is', OLD."id" USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER "api_key_guard" BEFORE UPDATE OR DELETE ON "api_key" FOR EACH ROW EXECUTE FUNCTION guard_api_key();

CREATE FUNCTION guard_project() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'project % stays as it is', OLD."id" USING ERRCODE = 'check_violation';
END $$;
CREATE TRIGGER "project_guard" BEFORE UPDATE OR DELETE ON "project" FOR EACH ROW EXECUTE FUNCTION guard_project();
