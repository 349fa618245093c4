ALTER TABLE "event" DROP CONSTRAINT "event_type_check";
ALTER TABLE "event" ADD CONSTRAINT "event_type_check" CHECK ("type" IN (
  'payment.prepared', 'payment.submitted', 'payment.committed', 'payment.confirmed', 'payment.failed',
  'payment.expired', 'payment.cancelled', 'payment.reorganised',
  'refund.created', 'refund.paid', 'refund.failed', 'refund.reorganised',
  'payout.signed', 'payout.committed', 'payout.confirmed', 'payout.failed', 'payout.reorganised',
  'withdrawal.prepared', 'withdrawal.submitted', 'withdrawal.committed', 'withdrawal.confirmed',
  'withdrawal.failed', 'withdrawal.expired', 'withdrawal.reorganised',
  'link.created', 'link.changed', 'link.paid', 'link.closed',
  'entry.adopted')) NOT VALID;

-- A refund that takes more or less than it gives, or gives to somebody else than the sender, would move money.
CREATE FUNCTION check_refund(BIGINT) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  IF (SELECT (r."amount", r."amount", true) FROM "refund" r WHERE r."id" = $1) IS DISTINCT FROM (
    SELECT (coalesce(sum(a."amount") FILTER (WHERE a."status" = 'reversed'), 0)::bigint,
      coalesce(sum(a."amount") FILTER (WHERE a."kind" = 'refund'), 0)::bigint,
      bool_and(a."kind" <> 'refund' OR a."lock_hash" = p."sender_lock_hash"))
    FROM "account" a JOIN "payment" p ON p."id" = a."payment_id" WHERE a."refund_id" = $1) THEN
    RAISE EXCEPTION 'refund % does not give its sender what it takes', $1 USING ERRCODE = 'check_violation';
  END IF;
END $$;

CREATE FUNCTION check_made_refund() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM check_refund(NEW."id");
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER "refund_has_its_entries" AFTER INSERT ON "refund"
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION check_made_refund();

CREATE FUNCTION check_refunded_entry() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM check_refund(NEW."refund_id");
  PERFORM check_payment_entries(NEW."payment_id");
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER "account_reversed" AFTER UPDATE OF "status" ON "account"
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
  WHEN (NEW."status" = 'reversed') EXECUTE FUNCTION check_refunded_entry();
CREATE CONSTRAINT TRIGGER "account_refunds" AFTER INSERT OR UPDATE OF "amount" ON "account"
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
  WHEN (NEW."kind" = 'refund') EXECUTE FUNCTION check_refunded_entry();

-- Only what is confirmed is refunded: the row is locked by it until both are stored.
CREATE FUNCTION made_refund() RETURNS trigger LANGUAGE plpgsql
SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  of_project BIGINT;
BEGIN
  UPDATE "payment" SET "refunded" = "refunded" + NEW."amount"
  WHERE "id" = NEW."payment_id" AND "status" = 'confirmed' RETURNING "project_id" INTO of_project;
  IF NOT FOUND THEN
    RAISE EXCEPTION 'payment % is not confirmed', NEW."payment_id" USING ERRCODE = 'check_violation';
  END IF;
  INSERT INTO "event" ("type", "object", "object_id", "project", "sequence", "status")
  VALUES ('refund.created', 'refund', NEW."id", of_project, 1, 'owed');
  RETURN NULL;
END $$;
CREATE TRIGGER "refund_made" AFTER INSERT ON "refund" FOR EACH ROW EXECUTE FUNCTION made_refund();

-- It is paid when all of its parts are; a reorganisation takes that back. Several of its parts may change in one
-- statement, so it is compared with what was told last.
CREATE FUNCTION refund_events() RETURNS trigger LANGUAGE plpgsql
SECURITY DEFINER SET search_path = public, pg_temp AS $$
DECLARE
  now_is TEXT;
  told TEXT;
BEGIN
  SELECT CASE WHEN bool_and(a."status" = 'paid') THEN 'paid' WHEN bool_and(a."status" = 'void') THEN 'failed'
    ELSE 'owed' END INTO now_is
  FROM "account" a WHERE a."refund_id" = NEW."refund_id" AND a."kind" = 'refund';
  SELECT e."status" INTO told FROM "event" e
  WHERE e."object" = 'refund' AND e."object_id" = NEW."refund_id" ORDER BY e."sequence" DESC LIMIT 1;
  IF now_is <> told THEN
    INSERT INTO "event" ("type", "object", "object_id", "project", "sequence", "status")
    SELECT 'refund.' || CASE now_is WHEN 'owed' THEN 'reorganised' ELSE now_is END, 'refund', NEW."refund_id",
      p."project_id", next_sequence('refund', NEW."refund_id"), now_is
    FROM "payment" p WHERE p."id" = NEW."payment_id";
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER "account_refund_event" AFTER UPDATE OF "status" ON "account" FOR EACH ROW
  WHEN (NEW."kind" = 'refund' AND NEW."status" IS DISTINCT FROM OLD."status") EXECUTE FUNCTION refund_events();
