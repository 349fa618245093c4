-- How many events of each type there were, and how long an object took to get there: counted once, behind the horizon
-- of readers, so that nobody counts the whole history when figures are read. A bucket is the number of bounds of
-- lib/event/count.ts that a duration is above.
CREATE TABLE "event_count" (
    "type" TEXT NOT NULL,
    "bucket" INTEGER NOT NULL,
    "count" BIGINT NOT NULL,
    "seconds" DOUBLE PRECISION NOT NULL,

    CONSTRAINT "event_count_pkey" PRIMARY KEY ("type", "bucket"),
    CHECK ("bucket" >= 0),
    CHECK ("count" >= 0)
);

-- Up to which event they are counted: one row, locked by whoever counts. From the first one on.
CREATE TABLE "event_count_cursor" (
    "id" INTEGER NOT NULL DEFAULT 1,
    "event_id" BIGINT NOT NULL,

    CONSTRAINT "event_count_cursor_pkey" PRIMARY KEY ("id"),
    CHECK ("id" = 1)
);
INSERT INTO "event_count_cursor" ("event_id") VALUES (0);

-- A row has the last run alone, which may be under way.
ALTER TABLE "job_run"
  ADD COLUMN "succeeded_at" TIMESTAMPTZ(3),
  ADD COLUMN "failed_at" TIMESTAMPTZ(3);

-- What the last comparison found, and when the last one found no difference.
ALTER TABLE "reconciliation_watch"
  ADD COLUMN "exact_at" TIMESTAMPTZ(3),
  ADD COLUMN "pool_difference" BIGINT,
  ADD COLUMN "owed_difference" BIGINT;

-- The trace in which it was signed (W3C Trace Context, `traceparent`), for what becomes of it later to name.
ALTER TABLE "chain_transaction" ADD COLUMN "trace_parent" TEXT;
ALTER TABLE "chain_transaction" ADD CONSTRAINT "chain_transaction_trace_parent_check"
  CHECK ("trace_parent" ~ '^00-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}$') NOT VALID;
