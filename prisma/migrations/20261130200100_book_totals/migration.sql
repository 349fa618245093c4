-- What the entries and the ledger come to, so that nobody who asks adds up history. What holds of a key is the sum of
-- its rows: who finds one that another transaction is changing writes a row beside it, and waits for nobody.
CREATE TABLE "account_total" (
    "id" BIGSERIAL NOT NULL,
    -- a lock's hash, or nothing for all locks
    "key" BYTEA NOT NULL,
    "status" TEXT NOT NULL,
    "amount" NUMERIC NOT NULL,

    CONSTRAINT "account_total_pkey" PRIMARY KEY ("id")
) WITH (fillfactor = 70);
ALTER TABLE "account_total" ADD CHECK ("status" IN ('available', 'settling', 'paid'));
CREATE INDEX "account_total_key_status_idx" ON "account_total" ("key", "status");

CREATE TABLE "ledger_total" (
    "id" BIGSERIAL NOT NULL,
    "account" TEXT NOT NULL,
    -- booked for an operation of the pool
    "is_operation" BOOLEAN NOT NULL,
    -- of fees only, on which they were booked, in UTC; infinity: whenever
    "day" DATE NOT NULL,
    "amount" NUMERIC NOT NULL,

    CONSTRAINT "ledger_total_pkey" PRIMARY KEY ("id")
) WITH (fillfactor = 70);
CREATE INDEX "ledger_total_account_day_idx" ON "ledger_total" ("account", "day");

-- How much of entries, without the platform's fees, is in a state: what nobody is owed yet, or nobody any more, is not
-- counted.
CREATE FUNCTION counted_entry(status TEXT, kind TEXT) RETURNS BOOLEAN LANGUAGE sql IMMUTABLE AS $$
  SELECT status IN ('available', 'settling', 'paid') AND kind <> 'fee'
$$;

CREATE FUNCTION add_to_account_total(locks BYTEA[], statuses TEXT[], amounts NUMERIC[]) RETURNS void
LANGUAGE plpgsql AS $$
BEGIN
  WITH change AS (
    SELECT k."key", c."status", sum(c."amount") AS "amount"
    FROM unnest(locks, statuses, amounts) AS c("lock", "status", "amount")
    CROSS JOIN LATERAL (VALUES (''::bytea), (c."lock")) AS k("key")
    GROUP BY 1, 2 HAVING sum(c."amount") <> 0
  ), place AS MATERIALIZED (
    SELECT c.*, t."id" FROM change c LEFT JOIN LATERAL (
      SELECT t."id" FROM "account_total" t WHERE t."key" = c."key" AND t."status" = c."status"
      LIMIT 1 FOR UPDATE SKIP LOCKED
    ) t ON true
  ), added AS (
    UPDATE "account_total" t SET "amount" = t."amount" + p."amount" FROM place p WHERE t."id" = p."id"
  )
  INSERT INTO "account_total" ("key", "status", "amount")
  SELECT p."key", p."status", p."amount" FROM place p WHERE p."id" IS NULL;
END $$;

-- Entries begin as pending, but for a refund's and the rest of one that was divided.
CREATE FUNCTION count_made_entry() RETURNS trigger LANGUAGE plpgsql
SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  PERFORM add_to_account_total(ARRAY[NEW."lock_hash"], ARRAY[NEW."status"], ARRAY[NEW."amount"::numeric]);
  RETURN NULL;
END $$;
CREATE TRIGGER "account_count_made" AFTER INSERT ON "account" FOR EACH ROW
  WHEN (counted_entry(NEW."status", NEW."kind")) EXECUTE FUNCTION count_made_entry();

CREATE FUNCTION count_entries() RETURNS trigger LANGUAGE plpgsql
SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  PERFORM add_to_account_total(array_agg(c."lock_hash"), array_agg(c."status"), array_agg(c."amount")) FROM (
    SELECT c."lock_hash", c."status", sum(c."amount") AS "amount" FROM (
      SELECT a."lock_hash", a."status", a."amount" FROM after a WHERE counted_entry(a."status", a."kind")
      UNION ALL
      SELECT b."lock_hash", b."status", -b."amount" FROM before b WHERE counted_entry(b."status", b."kind")
    ) c GROUP BY 1, 2
  ) c HAVING count(*) > 0;
  RETURN NULL;
END $$;
CREATE TRIGGER "account_count" AFTER UPDATE ON "account" REFERENCING OLD TABLE AS before NEW TABLE AS after
  FOR EACH STATEMENT EXECUTE FUNCTION count_entries();

CREATE FUNCTION count_booked() RETURNS trigger LANGUAGE plpgsql
SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  WITH change AS (
    SELECT b."account", b."pool_operation_id" IS NOT NULL AS "is_operation", d."day", sum(b."amount") AS "amount"
    FROM booked b
    CROSS JOIN LATERAL (VALUES ('infinity'::date), ((b."created_at" AT TIME ZONE 'UTC')::date)) AS d("day")
    WHERE d."day" = 'infinity' OR b."account" IN ('fees', 'network_fees')
    GROUP BY 1, 2, 3 HAVING sum(b."amount") <> 0
  ), place AS MATERIALIZED (
    SELECT c.*, t."id" FROM change c LEFT JOIN LATERAL (
      SELECT t."id" FROM "ledger_total" t
      WHERE t."account" = c."account" AND t."day" = c."day" AND t."is_operation" = c."is_operation"
      LIMIT 1 FOR UPDATE SKIP LOCKED
    ) t ON true
  ), added AS (
    UPDATE "ledger_total" t SET "amount" = t."amount" + p."amount" FROM place p WHERE t."id" = p."id"
  )
  INSERT INTO "ledger_total" ("account", "is_operation", "day", "amount")
  SELECT p."account", p."is_operation", p."day", p."amount" FROM place p WHERE p."id" IS NULL;
  RETURN NULL;
END $$;
CREATE TRIGGER "ledger_entry_count" AFTER INSERT ON "ledger_entry" REFERENCING NEW TABLE AS booked
  FOR EACH STATEMENT EXECUTE FUNCTION count_booked();

-- What the totals should say: all of it, added up.
CREATE FUNCTION account_total_of_all() RETURNS TABLE ("key" BYTEA, "status" TEXT, "amount" NUMERIC)
LANGUAGE sql STABLE AS $$
  WITH of_lock AS (
    SELECT a."lock_hash", a."status", sum(a."amount") AS "amount" FROM "account" a
    WHERE counted_entry(a."status", a."kind") GROUP BY 1, 2
  )
  SELECT l."lock_hash", l."status", l."amount" FROM of_lock l
  UNION ALL
  SELECT ''::bytea, l."status", sum(l."amount") FROM of_lock l GROUP BY 2
$$;
CREATE FUNCTION ledger_total_of_all()
RETURNS TABLE ("account" TEXT, "is_operation" BOOLEAN, "day" DATE, "amount" NUMERIC) LANGUAGE sql STABLE AS $$
  WITH of_day AS (
    SELECT e."account", e."pool_operation_id" IS NOT NULL AS "is_operation",
      (e."created_at" AT TIME ZONE 'UTC')::date AS "day", sum(e."amount") AS "amount"
    FROM "ledger_entry" e GROUP BY 1, 2, 3
  )
  SELECT d."account", d."is_operation", d."day", d."amount" FROM of_day d WHERE d."account" IN ('fees', 'network_fees')
  UNION ALL
  SELECT d."account", d."is_operation", 'infinity'::date, sum(d."amount") FROM of_day d GROUP BY 1, 2
$$;

-- What is there already. Nothing changes while this migration lasts: the triggers' locks see to it.
INSERT INTO "account_total" ("key", "status", "amount") SELECT * FROM account_total_of_all();
INSERT INTO "ledger_total" ("account", "is_operation", "day", "amount") SELECT * FROM ledger_total_of_all();

-- From now on.
CREATE TRIGGER "account_total_by_triggers" BEFORE INSERT OR UPDATE OR DELETE OR TRUNCATE ON "account_total"
  FOR EACH STATEMENT WHEN (pg_trigger_depth() = 0) EXECUTE FUNCTION refuse_change();
CREATE TRIGGER "ledger_total_by_triggers" BEFORE INSERT OR UPDATE OR DELETE OR TRUNCATE ON "ledger_total"
  FOR EACH STATEMENT WHEN (pg_trigger_depth() = 0) EXECUTE FUNCTION refuse_change();

-- As before, out of the totals.
CREATE OR REPLACE FUNCTION withdrawable_fees() RETURNS BIGINT LANGUAGE sql STABLE AS $$
  SELECT (
    - (SELECT coalesce(sum("amount"), 0) FROM "ledger_total"
      WHERE "account" IN ('fees', 'network_fees', 'loss') AND "day" = 'infinity')
    - (SELECT coalesce(sum("network_fee" + coalesce("amount", 0)), 0) FROM "pool_operation" WHERE "status" = 'signed')
    - (SELECT coalesce(sum("network_fee"), 0) FROM "settlement" WHERE "status" = 'signed')
  )::bigint
$$;

-- When all rows were last added up and no difference was found. What was booked since an earlier run is looked at each
-- time: from "checked" on. "seen" becomes that once whatever was not committed at "seen_at" is.
ALTER TABLE "reconciliation_watch"
  ADD COLUMN "full_at" TIMESTAMPTZ(3),
  ADD COLUMN "checked" BIGINT NOT NULL DEFAULT 0,
  ADD COLUMN "seen" BIGINT NOT NULL DEFAULT 0,
  ADD COLUMN "seen_at" TIMESTAMPTZ(3) NOT NULL DEFAULT now();
UPDATE "reconciliation_watch" SET "checked" = last."id", "seen" = last."id"
FROM (SELECT coalesce(max("id"), 0) AS "id" FROM "ledger_entry") last;
