-- What a signature rests on, and the submit of a payment, each as one function: a payment's submit is one statement.
-- Each statement within such a function sees what committed before it began, as separate statements would.

-- The out points in a list of spends, or of cells (lib/transaction/spends.ts).
CREATE FUNCTION packed_out_points(packed BYTEA) RETURNS SETOF BYTEA LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT substring(packed FROM 8 * i + 1 FOR 8) FROM generate_series(0, length(packed) / 8 - 1) i
$$;

-- What may be decided by what the node said of some cells: 'stands' when the newest block that it had then is taken in,
-- and no block since then has spent one of them or left the chain. Otherwise why not: the node is behind by more than
-- `most_behind` blocks ('node_behind'), its block is not taken in ('not_taken_in'), or it is to be asked again
-- ('moved').
CREATE FUNCTION chain_standing(
  cells BYTEA, since_number BIGINT, since_hash BYTEA, until_number BIGINT, until_hash BYTEA, most_behind BIGINT
) RETURNS TEXT LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT FROM "block" WHERE "number" > until_number + most_behind) THEN
    RETURN 'node_behind';
  END IF;
  IF NOT EXISTS (SELECT FROM "block" WHERE "number" = until_number AND "hash" = until_hash) THEN
    RETURN 'not_taken_in';
  END IF;
  IF NOT EXISTS (SELECT FROM "block" WHERE "number" = since_number AND "hash" = since_hash) THEN
    RETURN 'moved';
  END IF;
  -- Of a block whose spends are unknown any cell may be among them.
  IF EXISTS (
    SELECT FROM "block" b WHERE b."number" > since_number
      AND (b."spends" IS NULL
        OR EXISTS (SELECT FROM packed_out_points(b."spends") s JOIN packed_out_points(cells) c ON s = c))
  ) THEN
    RETURN 'moved';
  END IF;
  RETURN 'stands';
END $$;

-- Binds free platform cells to a transaction that is signed in the same database transaction. False when any of them is
-- no longer free, or kept for payouts and somebody co-signs: the caller must roll back.
CREATE FUNCTION take_cells(ids BIGINT[], cosigned BOOLEAN) RETURNS BOOLEAN LANGUAGE plpgsql AS $$
DECLARE
  taken INTEGER;
BEGIN
  UPDATE "platform_cell" SET "state" = 'claimed', "held_at" = NULL
  WHERE "id" = ANY (ids) AND "state" = 'free' AND NOT (cosigned AND "reserved");
  GET DIAGNOSTICS taken = ROW_COUNT;
  RETURN taken = cardinality(ids);
END $$;

-- Whether a lock would bind more of the pool by so many cells than one lock may: one in `share` of the live ones, or
-- `at_least`. Requests for one lock queue here, or two at once would both count the same number.
CREATE FUNCTION exceeds_share(of_lock BYTEA, cells INTEGER, at_least INTEGER, share INTEGER) RETURNS BOOLEAN
LANGUAGE plpgsql AS $$
DECLARE
  wanted INTEGER;
BEGIN
  PERFORM pg_advisory_xact_lock(hashtextextended(encode(of_lock, 'hex'), 0));
  SELECT cells + count(*) INTO wanted FROM "claim" WHERE "for_lock_hash" = of_lock AND "spent_by" IS NULL;
  -- The pool need not be counted for the first.
  RETURN wanted > at_least
    AND wanted > (SELECT count(*) / share FROM "platform_cell" WHERE "state" IN ('free', 'claimed'));
END $$;

-- Whether another payment through a link has a reference that is good for one.
CREATE FUNCTION reference_is_paid(of_link BIGINT, of_reference TEXT, by_another_than BIGINT) RETURNS BOOLEAN
LANGUAGE sql STABLE AS $$
  SELECT EXISTS (
    SELECT FROM "payment" WHERE "link_id" = of_link AND "reference" = of_reference AND "reference_once"
      AND "status" IN ('submitted', 'committed', 'confirmed') AND "id" <> by_another_than)
$$;

-- Decides on a payment that its sender has signed, binds what it spends and stores the signed bytes: all of it or
-- nothing. Returns 'stored' or, with nothing changed, what stands in the way: as `chain_standing` says it,
-- 'schema_newer', 'paused', 'not_payable' (its own state, its link or its reference), 'share', 'claimed' or 'cell_taken'.
-- unique_violation when another transaction claims an input at the same instant.
CREATE FUNCTION submit_payment(
  of_payment BIGINT, of_hash BYTEA, signed BYTEA, input_hashes BYTEA[], input_indexes INTEGER[], platform_lock BYTEA,
  cells BYTEA, since_number BIGINT, since_hash BYTEA, until_number BIGINT, until_hash BYTEA, most_behind BIGINT,
  known_migrations TEXT[], share INTEGER, first_retry INTEGER, trace TEXT
) RETURNS TEXT LANGUAGE plpgsql AS $$
DECLARE
  p RECORD;
  standing TEXT;
BEGIN
  -- First, and held to the end: lib/signing-lock.ts.
  PERFORM pg_advisory_xact_lock_shared(hashtext('micro-pay signing'));
  IF EXISTS (SELECT FROM "_prisma_migrations"
             WHERE "rolled_back_at" IS NULL AND "migration_name" <> ALL (known_migrations)) THEN
    RETURN 'schema_newer';
  END IF;
  standing = chain_standing(cells, since_number, since_hash, until_number, until_hash, most_behind);
  IF standing <> 'stands' THEN
    RETURN standing;
  END IF;
  IF EXISTS (SELECT FROM "pause" WHERE "resolved_at" IS NULL AND "scope" IN ('prepare', 'all')) THEN
    RETURN 'paused';
  END IF;

  SELECT "link_id", "link_once", "reference", "reference_once", "sender_lock_hash", "platform_cell_id" INTO p
  FROM "payment" WHERE "id" = of_payment;
  -- Submits for one one-time link queue here: the one that comes second must see what the first has bound.
  IF p."link_once" THEN
    PERFORM FROM "payment_link" WHERE "id" = p."link_id" FOR NO KEY UPDATE;
  END IF;
  -- And those for one reference here, so that the others through their link go on side by side.
  IF p."reference_once" THEN
    PERFORM pg_advisory_xact_lock(hashtext('payment reference'), hashtext(p."link_id" || ' ' || p."reference"));
  END IF;
  PERFORM FROM "payment" WHERE "id" = of_payment FOR NO KEY UPDATE;
  PERFORM FROM "payment" WHERE "id" = of_payment AND "tx_hash" = of_hash
    AND "status" = 'prepared' AND "expires_at" > now()
    AND ("link_id" IS NULL OR payment_link_status("link_id", "id") = 'active')
    AND NOT ("reference_once" IS TRUE AND reference_is_paid("link_id", "reference", "id"));
  IF NOT FOUND THEN
    RETURN 'not_payable';
  END IF;
  IF exceeds_share(p."sender_lock_hash", 1, 1, share) THEN
    RETURN 'share';
  END IF;
  IF EXISTS (SELECT FROM "claim" c JOIN unnest(input_hashes, input_indexes) AS i("hash", "index")
             ON c."tx_hash" = i."hash" AND c."output_index" = i."index") THEN
    RETURN 'claimed';
  END IF;
  IF NOT take_cells(ARRAY[p."platform_cell_id"], true) THEN
    RETURN 'cell_taken';
  END IF;

  -- The last input is the platform's, and it is bound for the sender.
  INSERT INTO "claim" ("tx_hash", "output_index", "payment_id", "lock_hash", "for_lock_hash")
  SELECT i."hash", i."index", of_payment,
    CASE WHEN i."position" = cardinality(input_hashes) THEN platform_lock ELSE p."sender_lock_hash" END,
    CASE WHEN i."position" = cardinality(input_hashes) THEN p."sender_lock_hash" END
  FROM unnest(input_hashes, input_indexes) WITH ORDINALITY AS i("hash", "index", "position");
  UPDATE "payment" SET "status" = 'submitted' WHERE "id" = of_payment;
  -- It is sent at once, which counts as the first time.
  INSERT INTO "chain_transaction" ("tx_hash", "bytes", "payment_id", "network_fee", "trace_parent", "sends",
    "next_check_at")
  VALUES (of_hash, signed, of_payment, 0, trace, 1, now() + first_retry * interval '1 second');
  RETURN 'stored';
END $$;
