-- In the order in which a block takes them, so that neither waits for the other in a circle.
LOCK TABLE "chain_transaction", "payment", "settlement", "withdrawal", "payment_link" IN SHARE ROW EXCLUSIVE MODE;

-- CreateTable
CREATE TABLE "payout" (
    "id" BIGSERIAL NOT NULL,
    "settlement_id" BIGINT NOT NULL,
    "receiver" TEXT NOT NULL,
    "lock_hash" BYTEA NOT NULL,
    "amount" BIGINT NOT NULL,

    CONSTRAINT "payout_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "event" (
    "id" BIGSERIAL NOT NULL,
    "type" TEXT NOT NULL,
    "object" TEXT NOT NULL,
    "object_id" BIGINT NOT NULL,
    "project" BIGINT,
    "sequence" INTEGER NOT NULL,
    "status" TEXT NOT NULL,
    "data" JSONB,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "event_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "payout_settlement_id_lock_hash_key" ON "payout"("settlement_id", "lock_hash");

-- CreateIndex
CREATE UNIQUE INDEX "event_object_object_id_sequence_key" ON "event"("object", "object_id", "sequence");

-- AddForeignKey
ALTER TABLE "payout" ADD CONSTRAINT "payout_settlement_id_fkey" FOREIGN KEY ("settlement_id")
  REFERENCES "settlement"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

ALTER TABLE "payout"
  ADD CHECK ("amount" > 0),
  ADD CHECK (length("lock_hash") = 32);

ALTER TABLE "event"
  ADD CHECK ("type" IN (
    'payment.prepared', 'payment.submitted', 'payment.committed', 'payment.confirmed', 'payment.failed',
    'payment.expired', 'payment.cancelled', 'payment.reorganised',
    'payout.signed', 'payout.committed', 'payout.confirmed', 'payout.failed', 'payout.reorganised',
    'withdrawal.prepared', 'withdrawal.submitted', 'withdrawal.committed', 'withdrawal.confirmed',
    'withdrawal.failed', 'withdrawal.expired', 'withdrawal.reorganised',
    'link.created', 'link.paid', 'link.closed',
    'entry.adopted')),
  ADD CHECK ("object" = split_part("type", '.', 1)),
  ADD CHECK ("sequence" > 0);

-- Nobody writes an event or a payout by hand: the triggers below do, with their owner's rights, in the transaction of
-- what they tell. What is refused to everybody here is also no right of the server's role
-- (scripts/postgres/grants.ts).
CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '% is %', TG_TABLE_NAME,
    CASE TG_OP WHEN 'INSERT' THEN 'written by triggers alone' ELSE 'append-only' END
    USING ERRCODE = 'integrity_constraint_violation';
END $$;
CREATE TRIGGER "event_append_only" BEFORE UPDATE OR DELETE OR TRUNCATE ON "event"
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER "event_by_triggers" BEFORE INSERT ON "event"
  FOR EACH STATEMENT WHEN (pg_trigger_depth() = 0) EXECUTE FUNCTION refuse_change();
CREATE TRIGGER "payout_append_only" BEFORE UPDATE OR DELETE OR TRUNCATE ON "payout"
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER "payout_by_triggers" BEFORE INSERT ON "payout"
  FOR EACH STATEMENT WHEN (pg_trigger_depth() = 0) EXECUTE FUNCTION refuse_change();

-- Ids are drawn before the commit, so a smaller one may become visible after a larger one. A reader who passed it by
-- would never come back. So a transaction says first, by a lock that keeps nobody waiting, from which id on it may
-- write: above the last one drawn so far. It stops saying so when it ends, after what it wrote is visible. The
-- sequence must not be cached (CACHE 1, as it is). The lock's number is 2^62 + id, where no other lock of this
-- database is.
CREATE FUNCTION announce_events() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_advisory_xact_lock_shared(4611686018427387904 + "last_value") FROM "event_id_seq";
  RETURN NULL;
END $$;
CREATE TRIGGER "event_is_announced" BEFORE INSERT ON "event" FOR EACH STATEMENT EXECUTE FUNCTION announce_events();

-- The id up to which everything is decided: each event is visible to a statement that begins after this has returned,
-- or will never be. First what was drawn, then who is still writing: who has drawn an id up to that one has announced
-- it before.
CREATE FUNCTION event_horizon() RETURNS BIGINT LANGUAGE plpgsql AS $$
DECLARE
  drawn BIGINT;
  announced BIGINT;
BEGIN
  SELECT "last_value" INTO drawn FROM "event_id_seq";
  SELECT min((l."classid"::bigint << 32 | l."objid"::bigint) - 4611686018427387904) INTO announced FROM pg_locks l
  WHERE l."locktype" = 'advisory' AND l."objsubid" = 1 AND l."classid"::bigint >> 30 = 1
    AND l."database" = (SELECT "oid" FROM pg_database WHERE "datname" = current_database());
  RETURN least(drawn, announced);
END $$;

-- The row of the object is locked by whoever changes it, so no two count at once.
CREATE FUNCTION next_sequence(of_object TEXT, of_id BIGINT) RETURNS INTEGER LANGUAGE sql STABLE AS $$
  SELECT coalesce(max("sequence"), 0) + 1 FROM "event" WHERE "object" = of_object AND "object_id" = of_id
$$;

CREATE FUNCTION new_payment_events() RETURNS trigger LANGUAGE plpgsql
SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  INSERT INTO "event" ("type", "object", "object_id", "sequence", "status")
  SELECT 'payment.' || p."status", 'payment', p."id", 1, p."status" FROM made p ORDER BY p."id";
  RETURN NULL;
END $$;
CREATE TRIGGER "payment_made_event" AFTER INSERT ON "payment" REFERENCING NEW TABLE AS made
  FOR EACH STATEMENT EXECUTE FUNCTION new_payment_events();

-- A link is paid when a payment through it is confirmed. Two payments of one link may be confirmed at once, so it is
-- locked to count.
CREATE FUNCTION payment_events() RETURNS trigger LANGUAGE plpgsql
SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  INSERT INTO "event" ("type", "object", "object_id", "sequence", "status")
  SELECT 'payment.' || CASE
    WHEN b."status" IN ('committed', 'confirmed') AND a."status" = 'submitted' THEN 'reorganised' ELSE a."status" END,
    'payment', a."id", next_sequence('payment', a."id"), a."status"
  FROM after a JOIN before b ON b."id" = a."id" WHERE a."status" <> b."status" ORDER BY a."id";
  IF EXISTS (SELECT FROM after WHERE "link_id" IS NOT NULL AND "status" = 'confirmed') THEN
    PERFORM FROM "payment_link" WHERE "id" IN (SELECT "link_id" FROM after WHERE "status" = 'confirmed')
    ORDER BY "id" FOR NO KEY UPDATE;
    INSERT INTO "event" ("type", "object", "object_id", "sequence", "status", "data")
    SELECT 'link.paid', 'link', a."link_id",
      next_sequence('link', a."link_id") - 1 + row_number() OVER (PARTITION BY a."link_id" ORDER BY a."id"),
      payment_link_status(a."link_id"), jsonb_build_object('payment_id', a."id")
    FROM after a JOIN before b ON b."id" = a."id"
    WHERE a."link_id" IS NOT NULL AND a."status" = 'confirmed' AND b."status" <> 'confirmed' ORDER BY a."id";
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER "payment_event" AFTER UPDATE ON "payment" REFERENCING OLD TABLE AS before NEW TABLE AS after
  FOR EACH STATEMENT EXECUTE FUNCTION payment_events();

CREATE FUNCTION payment_link_events() RETURNS trigger LANGUAGE plpgsql
SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  INSERT INTO "event" ("type", "object", "object_id", "sequence", "status")
  VALUES (CASE TG_OP WHEN 'INSERT' THEN 'link.created' ELSE 'link.closed' END, 'link', NEW."id",
    next_sequence('link', NEW."id"), payment_link_status(NEW."id"));
  RETURN NULL;
END $$;
CREATE TRIGGER "payment_link_made_event" AFTER INSERT ON "payment_link"
  FOR EACH ROW EXECUTE FUNCTION payment_link_events();
CREATE TRIGGER "payment_link_event" AFTER UPDATE ON "payment_link" FOR EACH ROW
  WHEN (OLD."closed_at" IS NULL AND NEW."closed_at" IS NOT NULL) EXECUTE FUNCTION payment_link_events();

CREATE FUNCTION new_withdrawal_events() RETURNS trigger LANGUAGE plpgsql
SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  INSERT INTO "event" ("type", "object", "object_id", "sequence", "status")
  SELECT 'withdrawal.' || w."status", 'withdrawal', w."id", 1, w."status" FROM made w ORDER BY w."id";
  RETURN NULL;
END $$;
CREATE TRIGGER "withdrawal_made_event" AFTER INSERT ON "withdrawal" REFERENCING NEW TABLE AS made
  FOR EACH STATEMENT EXECUTE FUNCTION new_withdrawal_events();

CREATE FUNCTION withdrawal_events() RETURNS trigger LANGUAGE plpgsql
SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  INSERT INTO "event" ("type", "object", "object_id", "sequence", "status")
  SELECT 'withdrawal.' || a."status", 'withdrawal', a."id", next_sequence('withdrawal', a."id"), a."status"
  FROM after a JOIN before b ON b."id" = a."id" WHERE a."status" <> b."status" ORDER BY a."id";
  RETURN NULL;
END $$;
CREATE TRIGGER "withdrawal_event" AFTER UPDATE ON "withdrawal" REFERENCING OLD TABLE AS before NEW TABLE AS after
  FOR EACH STATEMENT EXECUTE FUNCTION withdrawal_events();

-- What a settlement pays each party, written down once: its entries leave it when it fails.
CREATE FUNCTION write_payouts(of_settlement BIGINT) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT FROM "payout" WHERE "settlement_id" = of_settlement) THEN RETURN; END IF;
  INSERT INTO "payout" ("settlement_id", "receiver", "lock_hash", "amount")
  SELECT of_settlement, min(a."receiver"), a."lock_hash", sum(a."amount") FROM "account" a
  WHERE a."settlement_id" = of_settlement GROUP BY a."lock_hash" ORDER BY min(a."id");
END $$;

-- A settlement is signed when its first transaction is stored: its entries are with it by then. A withdrawal says so
-- itself.
CREATE FUNCTION signed_payout_events() RETURNS trigger LANGUAGE plpgsql
SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  IF NEW."adopted" THEN
    INSERT INTO "event" ("type", "object", "object_id", "sequence", "status")
    SELECT 'entry.adopted', 'entry', a."id", next_sequence('entry', a."id"), a."status" FROM "account" a
    WHERE a."settlement_id" = NEW."settlement_id" ORDER BY a."id";
  END IF;
  IF EXISTS (SELECT FROM "settlement" WHERE "id" = NEW."settlement_id" AND "kind" = 'payout')
    AND NOT EXISTS (
      SELECT FROM "chain_transaction" WHERE "settlement_id" = NEW."settlement_id" AND "id" <> NEW."id") THEN
    PERFORM write_payouts(NEW."settlement_id");
    INSERT INTO "event" ("type", "object", "object_id", "sequence", "status", "data")
    SELECT 'payout.signed', 'payout', p."id", 1, 'signed',
      jsonb_build_object('tx_hash', '0x' || encode(NEW."tx_hash", 'hex'))
    FROM "payout" p WHERE p."settlement_id" = NEW."settlement_id" ORDER BY p."id";
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER "chain_transaction_event" AFTER INSERT ON "chain_transaction" FOR EACH ROW
  WHEN (NEW."settlement_id" IS NOT NULL) EXECUTE FUNCTION signed_payout_events();

CREATE FUNCTION settlement_events() RETURNS trigger LANGUAGE plpgsql
SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
  INSERT INTO "event" ("type", "object", "object_id", "sequence", "status")
  SELECT 'withdrawal.' || CASE a."status" WHEN 'signed' THEN 'reorganised' ELSE a."status" END, 'withdrawal', w."id",
    next_sequence('withdrawal', w."id"), CASE a."status" WHEN 'signed' THEN 'submitted' ELSE a."status" END
  FROM after a JOIN before b ON b."id" = a."id" JOIN "withdrawal" w ON w."settlement_id" = a."id"
  WHERE a."status" <> b."status" ORDER BY w."id";
  -- Of settlements that were signed before there were events.
  PERFORM write_payouts(a."id") FROM after a JOIN before b ON b."id" = a."id"
  WHERE a."kind" = 'payout' AND a."status" <> b."status";
  INSERT INTO "event" ("type", "object", "object_id", "sequence", "status", "data")
  SELECT 'payout.' || CASE a."status" WHEN 'signed' THEN 'reorganised' ELSE a."status" END, 'payout', p."id",
    next_sequence('payout', p."id"), a."status", jsonb_build_object('tx_hash', '0x' || encode(a."tx_hash", 'hex'))
  FROM after a JOIN before b ON b."id" = a."id" JOIN "payout" p ON p."settlement_id" = a."id"
  WHERE a."status" <> b."status" ORDER BY p."id";
  RETURN NULL;
END $$;
CREATE TRIGGER "settlement_event" AFTER UPDATE ON "settlement" REFERENCING OLD TABLE AS before NEW TABLE AS after
  FOR EACH STATEMENT EXECUTE FUNCTION settlement_events();
