-- Where a project wants to hear of its events.
CREATE TABLE "webhook" (
    "id" BIGSERIAL NOT NULL,
    "project_id" BIGINT NOT NULL,
    "url" TEXT NOT NULL,
    "types" TEXT[] NOT NULL,
    "description" TEXT,
    "secret_version" INTEGER NOT NULL DEFAULT 1,
    "previous_until" TIMESTAMPTZ(3),
    "failing_since" TIMESTAMPTZ(3),
    "disabled_at" TIMESTAMPTZ(3),
    "disabled_for" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "webhook_pkey" PRIMARY KEY ("id")
);
ALTER TABLE "webhook"
  ADD CONSTRAINT "webhook_project_id_fkey"
    FOREIGN KEY ("project_id") REFERENCES "project"("id") ON DELETE RESTRICT ON UPDATE CASCADE,
  ADD CHECK (length("url") BETWEEN 1 AND 2000),
  ADD CHECK (length("description") BETWEEN 1 AND 200),
  ADD CHECK ("secret_version" > 0),
  ADD CHECK ("disabled_for" IN ('asked', 'gone', 'failing')),
  ADD CHECK (("disabled_at" IS NULL) = ("disabled_for" IS NULL));
CREATE INDEX "webhook_project_id_id_idx" ON "webhook" ("project_id", "id");

-- One event for one webhook; a test of it is for no event.
CREATE TABLE "webhook_delivery" (
    "id" BIGSERIAL NOT NULL,
    "webhook_id" BIGINT NOT NULL,
    "event_id" BIGINT,
    "object" TEXT NOT NULL,
    "object_id" BIGINT NOT NULL,
    "status" TEXT NOT NULL DEFAULT 'pending',
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "tried_since" TIMESTAMPTZ(3),
    "due_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "finished_at" TIMESTAMPTZ(3),

    CONSTRAINT "webhook_delivery_pkey" PRIMARY KEY ("id")
);
ALTER TABLE "webhook_delivery"
  ADD CONSTRAINT "webhook_delivery_webhook_id_fkey"
    FOREIGN KEY ("webhook_id") REFERENCES "webhook"("id") ON DELETE RESTRICT ON UPDATE CASCADE,
  ADD CONSTRAINT "webhook_delivery_event_id_fkey"
    FOREIGN KEY ("event_id") REFERENCES "event"("id") ON DELETE RESTRICT ON UPDATE CASCADE,
  ADD CHECK ("status" IN ('pending', 'delivered', 'failed')),
  ADD CHECK (("status" = 'pending') = ("finished_at" IS NULL));
-- No event is delivered twice but by asking.
CREATE UNIQUE INDEX "webhook_delivery_once" ON "webhook_delivery" ("webhook_id", "event_id");
CREATE INDEX "webhook_delivery_webhook_id_id_idx" ON "webhook_delivery" ("webhook_id", "id");
CREATE INDEX "webhook_delivery_event_id_idx" ON "webhook_delivery" ("event_id");
-- What is due, and what of the same object is before it.
CREATE INDEX "webhook_delivery_due" ON "webhook_delivery" ("webhook_id", "due_at", "id") WHERE "status" = 'pending';
CREATE INDEX "webhook_delivery_order" ON "webhook_delivery" ("webhook_id", "object", "object_id", "id")
  WHERE "status" = 'pending';
CREATE INDEX "webhook_delivery_finished" ON "webhook_delivery" ("finished_at") WHERE "status" <> 'pending';

-- What came of trying: the log that the project reads.
CREATE TABLE "webhook_attempt" (
    "id" BIGSERIAL NOT NULL,
    "delivery_id" BIGINT NOT NULL,
    "status_code" INTEGER,
    "failure" TEXT,
    "ms" INTEGER NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "webhook_attempt_pkey" PRIMARY KEY ("id")
);
ALTER TABLE "webhook_attempt"
  ADD CONSTRAINT "webhook_attempt_delivery_id_fkey"
    FOREIGN KEY ("delivery_id") REFERENCES "webhook_delivery"("id") ON DELETE CASCADE ON UPDATE CASCADE,
  ADD CHECK ("failure" IN ('refused_address', 'no_connection', 'timeout', 'tls')),
  ADD CHECK (("status_code" IS NULL) = ("failure" IS NOT NULL));
CREATE INDEX "webhook_attempt_delivery_id_id_idx" ON "webhook_attempt" ("delivery_id", "id");

-- Up to which event each has been handed on: one row, locked by whoever hands on.
CREATE TABLE "webhook_cursor" (
    "id" INTEGER NOT NULL DEFAULT 1,
    "event_id" BIGINT NOT NULL,

    CONSTRAINT "webhook_cursor_pkey" PRIMARY KEY ("id"),
    CHECK ("id" = 1)
);
INSERT INTO "webhook_cursor" ("event_id") SELECT coalesce(max("id"), 0) FROM "event";

-- The cursor goes forward alone: backwards it would tell again what was told.
CREATE FUNCTION guard_webhook_cursor() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' OR NEW."event_id" < OLD."event_id" THEN
    RAISE EXCEPTION 'the cursor of webhooks goes forward alone' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER "webhook_cursor_guard" BEFORE UPDATE OR DELETE ON "webhook_cursor"
  FOR EACH ROW EXECUTE FUNCTION guard_webhook_cursor();
