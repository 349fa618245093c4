-- The prepare of a payment as one statement, which also chooses a cell for the next one.

-- Chooses a free cell for a payment that is to be prepared, notes the hold and draws the payment's id. A cell that
-- nobody holds if there is any, else the one whose newest hold is the oldest. No row when every cell is bound to a
-- signed transaction or kept for payouts, or new payments are paused. A cell above `most` is not lent.
--
-- Cells that others are choosing at this instant are skipped, or with `waits` queued for. The two are never done in one
-- transaction, nor is a cell waited for after a payment was booked: who waits with a lock waits for ever at times.
CREATE FUNCTION hold_cell(most BIGINT, waits BOOLEAN) RETURNS TABLE (
  "payment_id" BIGINT, "id" BIGINT, "tx_hash" BYTEA, "output_index" INTEGER, "capacity" BIGINT, "made_in" BIGINT
) LANGUAGE plpgsql AS $$
#variable_conflict use_column
DECLARE
  chosen BIGINT;
BEGIN
  IF EXISTS (SELECT FROM "pause" WHERE "resolved_at" IS NULL AND "scope" IN ('prepare', 'all')) THEN
    RETURN;
  END IF;
  IF waits THEN
    SELECT c."id" INTO chosen FROM "platform_cell" c
    WHERE c."state" = 'free' AND NOT c."reserved" AND c."capacity" <= most
    ORDER BY c."held_at" NULLS FIRST, c."id" LIMIT 1 FOR NO KEY UPDATE;
  ELSE
    SELECT c."id" INTO chosen FROM "platform_cell" c
    WHERE c."state" = 'free' AND NOT c."reserved" AND c."capacity" <= most AND c."held_at" IS NULL
    ORDER BY c."held_at" NULLS FIRST, c."id" LIMIT 1 FOR NO KEY UPDATE SKIP LOCKED;
    IF chosen IS NULL THEN
      SELECT c."id" INTO chosen FROM "platform_cell" c
      WHERE c."state" = 'free' AND NOT c."reserved" AND c."capacity" <= most
      ORDER BY c."held_at" NULLS FIRST, c."id" LIMIT 1 FOR NO KEY UPDATE SKIP LOCKED;
    END IF;
  END IF;
  RETURN QUERY UPDATE "platform_cell" c SET "held_at" = clock_timestamp()
    WHERE c."id" = chosen AND c."state" = 'free'
    RETURNING nextval(pg_get_serial_sequence('payment', 'id')), c."id", c."tx_hash", c."output_index", c."capacity",
      c."made_in";
END $$;

-- What a lock has paid lately of an amount, newest first, and whether payee, link, reference and info are the same too.
-- The claims say which payments were signed: what others have prepared in its name has none, however much it is.
CREATE FUNCTION paid_lately(
  of_sender BYTEA, of_receiver BYTEA, of_amount BIGINT, of_link BIGINT, of_reference TEXT, of_info TEXT,
  claims_read INTEGER
) RETURNS TABLE ("id" BIGINT, "tx_hash" BYTEA, "created_at" TIMESTAMPTZ, "committed_at" TIMESTAMPTZ, "same" BOOLEAN)
LANGUAGE sql STABLE AS $$
  SELECT p."id", p."tx_hash", p."created_at", t."committed_at",
    (p."receiver_lock_hash", p."link_id", p."reference", p."info")
      IS NOT DISTINCT FROM (of_receiver, of_link, of_reference, of_info)
  FROM "payment" p JOIN "chain_transaction" t ON t."payment_id" = p."id"
  WHERE p."id" IN (SELECT c."payment_id" FROM "claim" c
                   WHERE c."lock_hash" = of_sender AND c."created_at" > now() - interval '1 hour'
                   ORDER BY c."created_at" DESC LIMIT claims_read)
    AND p."sender_lock_hash" = of_sender AND p."amount" = of_amount
    AND p."status" IN ('submitted', 'committed', 'confirmed')
  ORDER BY p."id" DESC
$$;

-- Books a payment and its entries. `outcome` is 'prepared' or, with nothing changed, what stands in the way: 'paused',
-- 'no_room' (its network has as many prepared as it may have, in all or in its sender's name), 'claimed' (an input is in
-- another signed transaction), 'cell_taken' (the platform's cell is no longer free), 'hash_taken' (another payment has
-- the transaction's hash). `paid` is what `paid_lately` says, as a list.
CREATE FUNCTION prepare_payment(
  made "payment", of_shares JSONB, input_hashes BYTEA[], input_indexes INTEGER[], cell_hash BYTEA, cell_index INTEGER,
  lasts_seconds INTEGER, ends_at TIMESTAMPTZ, open_of_network INTEGER, open_of_sender INTEGER, claims_read INTEGER,
  OUT outcome TEXT, OUT expires TIMESTAMPTZ, OUT paid JSONB
) LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT FROM "pause" WHERE "resolved_at" IS NULL AND "scope" IN ('prepare', 'all')) THEN
    outcome = 'paused';
    RETURN;
  END IF;
  IF made."client_network" IS NOT NULL AND (
    SELECT count(*) >= open_of_network
      OR count(*) FILTER (WHERE "sender_lock_hash" = made."sender_lock_hash") >= open_of_sender
    FROM "payment" WHERE "status" = 'prepared' AND "client_network" = made."client_network" AND "expires_at" > now()
  ) THEN
    outcome = 'no_room';
    RETURN;
  END IF;
  IF EXISTS (SELECT FROM "claim" c JOIN unnest(input_hashes, input_indexes) AS i("hash", "index")
             ON c."tx_hash" = i."hash" AND c."output_index" = i."index") THEN
    outcome = 'claimed';
    RETURN;
  END IF;
  -- It was chosen a moment ago, of a database that may have been restored since: the number alone does not name it.
  IF NOT EXISTS (SELECT FROM "platform_cell" WHERE "id" = made."platform_cell_id" AND "state" = 'free'
                 AND NOT "reserved" AND "tx_hash" = cell_hash AND "output_index" = cell_index) THEN
    outcome = 'cell_taken';
    RETURN;
  END IF;
  INSERT INTO "payment" ("id", "sender", "sender_lock_hash", "receiver", "receiver_lock_hash", "amount",
    "platform_fee", "network_fee", "tx_hash", "unsigned_tx", "platform_cell_id", "client_secret_hash",
    "commitment_salt", "info", "category", "sender_did", "receiver_did", "link_id", "link_once", "link_revision",
    "reference", "reference_once", "message", "project_id", "client_network", "expires_at")
  VALUES (made."id", made."sender", made."sender_lock_hash", made."receiver", made."receiver_lock_hash", made."amount",
    made."platform_fee", made."network_fee", made."tx_hash", made."unsigned_tx", made."platform_cell_id",
    made."client_secret_hash", made."commitment_salt", made."info", made."category", made."sender_did",
    made."receiver_did", made."link_id", made."link_once", made."link_revision", made."reference",
    made."reference_once", made."message", made."project_id", made."client_network",
    least(now() + lasts_seconds * interval '1 second', ends_at))
  ON CONFLICT ("tx_hash") DO NOTHING
  RETURNING "expires_at" INTO expires;
  IF NOT FOUND THEN
    outcome = 'hash_taken';
    RETURN;
  END IF;
  INSERT INTO "account" ("payment_id", "receiver", "lock_hash", "amount", "kind")
  SELECT made."id", s."receiver", s."lock_hash", s."amount", s."kind"
  FROM jsonb_to_recordset(of_shares) AS s("receiver" TEXT, "lock_hash" BYTEA, "amount" BIGINT, "kind" TEXT);
  SELECT jsonb_agg(jsonb_build_object('id', l."id"::text, 'tx_hash', '0x' || encode(l."tx_hash", 'hex'),
    'created_at', l."created_at", 'committed_at', l."committed_at", 'same', l."same")) INTO paid
  FROM paid_lately(made."sender_lock_hash", made."receiver_lock_hash", made."amount", made."link_id",
    made."reference", made."info", claims_read) l;
  outcome = 'prepared';
END $$;
