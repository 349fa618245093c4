-- Which cell a payment gets when many are signed within a moment, and when the next one comes.

-- Chooses a free cell for a payment that is to be prepared, notes the hold and draws the payment's id. A cell that
-- nobody holds if there is any, else the one whose newest hold is the oldest, if that is older than `rest_ms`: who has
-- a cell for less than that is likely to sign for it. No row when there is none, every cell is bound to a signed
-- transaction or kept for payouts, or new payments are paused. A cell above `most` is not lent.
--
-- Cells that others are choosing at this instant are skipped, or with `waits` queued for. The two are never done in one
-- transaction, nor is a cell waited for after a payment was booked: who waits with a lock waits for ever at times.

-- contract: the new one takes two arguments as well.
DROP FUNCTION hold_cell(BIGINT, BOOLEAN);

CREATE FUNCTION hold_cell(most BIGINT, waits BOOLEAN, rest_ms INTEGER DEFAULT 0) RETURNS TABLE (
  "payment_id" BIGINT, "id" BIGINT, "tx_hash" BYTEA, "output_index" INTEGER, "capacity" BIGINT, "made_in" BIGINT
) LANGUAGE plpgsql AS $$
#variable_conflict use_column
DECLARE
  chosen BIGINT;
  held_until TIMESTAMPTZ = clock_timestamp() - rest_ms * interval '1 millisecond';
BEGIN
  IF EXISTS (SELECT FROM "pause" WHERE "resolved_at" IS NULL AND "scope" IN ('prepare', 'all')) THEN
    RETURN;
  END IF;
  IF waits THEN
    SELECT c."id" INTO chosen FROM "platform_cell" c
    WHERE c."state" = 'free' AND NOT c."reserved" AND c."capacity" <= most
      AND (c."held_at" IS NULL OR c."held_at" <= held_until)
    ORDER BY c."held_at" NULLS FIRST, c."id" LIMIT 1 FOR NO KEY UPDATE;
  ELSE
    SELECT c."id" INTO chosen FROM "platform_cell" c
    WHERE c."state" = 'free' AND NOT c."reserved" AND c."capacity" <= most AND c."held_at" IS NULL
    ORDER BY c."held_at" NULLS FIRST, c."id" LIMIT 1 FOR NO KEY UPDATE SKIP LOCKED;
    IF chosen IS NULL THEN
      SELECT c."id" INTO chosen FROM "platform_cell" c
      WHERE c."state" = 'free' AND NOT c."reserved" AND c."capacity" <= most AND c."held_at" <= held_until
      ORDER BY c."held_at" NULLS FIRST, c."id" LIMIT 1 FOR NO KEY UPDATE SKIP LOCKED;
    END IF;
  END IF;
  RETURN QUERY UPDATE "platform_cell" c SET "held_at" = clock_timestamp()
    WHERE c."id" = chosen AND c."state" = 'free'
    RETURNING nextval(pg_get_serial_sequence('payment', 'id')), c."id", c."tx_hash", c."output_index", c."capacity",
      c."made_in";
END $$;

-- Seconds until the `nth` next cell is likely to be had: as many as are free and held count as had after `rest_ms`, the
-- others come back in the order in which they were bound, each after as long as the last 20 transactions took from
-- their signature until their block was taken in. Null when none has been taken in yet.
CREATE FUNCTION cell_due_in(nth INTEGER, most BIGINT, rest_ms INTEGER) RETURNS DOUBLE PRECISION
LANGUAGE plpgsql STABLE AS $$
DECLARE
  resting INTEGER;
  bound_for INTERVAL;
BEGIN
  SELECT count(*) INTO resting FROM (
    SELECT FROM "platform_cell" WHERE "state" = 'free' AND NOT "reserved" AND "capacity" <= most LIMIT nth) f;
  IF resting = nth THEN
    RETURN rest_ms / 1000.0;
  END IF;
  SELECT avg("committed_at" - "created_at") INTO bound_for FROM (
    SELECT "committed_at", "created_at" FROM "chain_transaction" WHERE "block_number" IS NOT NULL
    ORDER BY "block_number" DESC LIMIT 20) t;
  IF bound_for IS NULL THEN
    RETURN NULL;
  END IF;
  RETURN (
    SELECT greatest(extract(epoch FROM "created_at" + bound_for - now()), 0) FROM "claim"
    WHERE "for_lock_hash" IS NOT NULL AND "spent_by" IS NULL ORDER BY "created_at" OFFSET nth - resting - 1 LIMIT 1);
END $$;
