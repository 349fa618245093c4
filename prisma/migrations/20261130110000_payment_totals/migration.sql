-- What confirmed payments come to, by what people ask for: kept by the transaction that changes them, so that no answer
-- reads history.
CREATE TABLE "payment_total" (
    "field" TEXT NOT NULL,
    -- a lock's hash, or SHA-256 of a text; nothing for all
    "key" BYTEA NOT NULL,
    -- on which they were prepared, in UTC; infinity: whenever
    "day" DATE NOT NULL,
    -- 0: none
    "project_id" BIGINT NOT NULL,
    -- -1: none
    "category" INTEGER NOT NULL,
    "count" BIGINT NOT NULL,
    "amount" NUMERIC NOT NULL,
    "fee" NUMERIC NOT NULL,
    "refunded" NUMERIC NOT NULL,

    CONSTRAINT "payment_total_pkey" PRIMARY KEY ("field", "key", "day", "project_id", "category")
) WITH (fillfactor = 70);
ALTER TABLE "payment_total"
  ADD CHECK ("field" IN ('all', 'info', 'reference', 'sender', 'receiver', 'sender_did', 'receiver_did', 'party'));

-- Of one confirmed payment: under which field and key it counts, and with how much. A party is counted with its share.
CREATE FUNCTION totals_of_payment(p "payment") RETURNS TABLE (
  "field" TEXT, "key" BYTEA, "amount" NUMERIC, "fee" NUMERIC, "refunded" NUMERIC
) LANGUAGE sql STABLE AS $$
  SELECT f."field", f."key", p."amount", p."platform_fee", p."refunded"
  FROM (VALUES
    ('all', ''::bytea),
    ('info', sha256(convert_to(p."info", 'UTF8'))),
    ('reference', sha256(convert_to(p."reference", 'UTF8'))),
    ('sender', p."sender_lock_hash"),
    ('receiver', p."receiver_lock_hash"),
    ('sender_did', sha256(convert_to(p."sender_did", 'UTF8'))),
    ('receiver_did', sha256(convert_to(p."receiver_did", 'UTF8')))
  ) AS f("field", "key") WHERE f."key" IS NOT NULL
  UNION ALL
  SELECT 'party', a."lock_hash", sum(a."amount"), 0, coalesce(sum(a."amount") FILTER (WHERE a."status" = 'reversed'), 0)
  FROM "account" a WHERE a."payment_id" = p."id" AND a."kind" IN ('receiver', 'split') GROUP BY a."lock_hash"
$$;

-- What was confirmed before counts no more, what is confirmed now counts. Rows are written in the order of their keys:
-- two who count at once wait for each other, and neither for ever.
CREATE FUNCTION count_payments() RETURNS trigger LANGUAGE plpgsql
SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF NOT EXISTS (SELECT FROM before WHERE "status" = 'confirmed')
    AND NOT EXISTS (SELECT FROM after WHERE "status" = 'confirmed') THEN
    RETURN NULL;
  END IF;
  INSERT INTO "payment_total" AS t ("field", "key", "day", "project_id", "category", "count", "amount", "fee", "refunded")
  SELECT c."field", c."key", d."day", c."project", c."category", sum(c."sign"), sum(c."sign" * c."amount"),
    sum(c."sign" * c."fee"), sum(c."sign" * c."refunded")
  FROM (
    SELECT 1 AS "sign", coalesce(a."project_id", 0) AS "project", a."created_at",
      coalesce(a."category", -1) AS "category", x.*
    FROM after a, LATERAL totals_of_payment(a) x WHERE a."status" = 'confirmed'
    UNION ALL
    SELECT -1, coalesce(b."project_id", 0), b."created_at", coalesce(b."category", -1), x.*
    FROM before b, LATERAL totals_of_payment(b) x WHERE b."status" = 'confirmed'
  ) c
  CROSS JOIN LATERAL (VALUES ('infinity'::date), ((c."created_at" AT TIME ZONE 'UTC')::date)) AS d("day")
  GROUP BY 1, 2, 3, 4, 5
  HAVING sum(c."sign") <> 0 OR sum(c."sign" * c."refunded") <> 0
  ORDER BY 1, 2, 3, 4, 5
  ON CONFLICT ("field", "key", "day", "project_id", "category") DO UPDATE SET
    "count" = t."count" + EXCLUDED."count", "amount" = t."amount" + EXCLUDED."amount",
    "fee" = t."fee" + EXCLUDED."fee", "refunded" = t."refunded" + EXCLUDED."refunded";
  RETURN NULL;
END $$;
CREATE TRIGGER "payment_count" AFTER UPDATE ON "payment"
  REFERENCING OLD TABLE AS before NEW TABLE AS after
  FOR EACH STATEMENT EXECUTE FUNCTION count_payments();

-- What a refund takes of a party, when it takes it.
CREATE FUNCTION count_reversed() RETURNS trigger LANGUAGE plpgsql
SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  INSERT INTO "payment_total" AS t ("field", "key", "day", "project_id", "category", "count", "amount", "fee", "refunded")
  SELECT 'party', NEW."lock_hash", d."day", coalesce(p."project_id", 0), coalesce(p."category", -1), 0, 0, 0, NEW."amount"
  FROM "payment" p
  CROSS JOIN LATERAL (VALUES ('infinity'::date), ((p."created_at" AT TIME ZONE 'UTC')::date)) AS d("day")
  WHERE p."id" = NEW."payment_id" AND p."status" = 'confirmed'
  ORDER BY 3
  ON CONFLICT ("field", "key", "day", "project_id", "category")
    DO UPDATE SET "refunded" = t."refunded" + EXCLUDED."refunded";
  RETURN NULL;
END $$;
CREATE TRIGGER "account_count_reversed" AFTER UPDATE OF "status" ON "account" FOR EACH ROW
  WHEN (NEW."status" = 'reversed' AND NEW."kind" <> 'fee') EXECUTE FUNCTION count_reversed();

-- Those that are confirmed already. No payment changes while this migration lasts: the trigger's lock sees to it.
INSERT INTO "payment_total"
SELECT x."field", x."key", d."day", coalesce(p."project_id", 0), coalesce(p."category", -1), count(*), sum(x."amount"),
  sum(x."fee"), sum(x."refunded")
FROM "payment" p
CROSS JOIN LATERAL totals_of_payment(p) x
CROSS JOIN LATERAL (VALUES ('infinity'::date), ((p."created_at" AT TIME ZONE 'UTC')::date)) AS d("day")
WHERE p."status" = 'confirmed' GROUP BY 1, 2, 3, 4, 5;

-- From now on.
CREATE TRIGGER "payment_total_by_triggers" BEFORE INSERT OR UPDATE OR DELETE OR TRUNCATE ON "payment_total"
  FOR EACH STATEMENT WHEN (pg_trigger_depth() = 0) EXECUTE FUNCTION refuse_change();
