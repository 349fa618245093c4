-- AlterTable
ALTER TABLE "payment" ADD COLUMN "link_id" BIGINT, ADD COLUMN "link_once" BOOLEAN;

-- CreateTable
CREATE TABLE "payment_link" (
    "id" BIGSERIAL NOT NULL,
    "slug" TEXT NOT NULL,
    "receiver" TEXT NOT NULL,
    "receiver_lock_hash" BYTEA NOT NULL,
    "amount" BIGINT,
    "presets" BIGINT[],
    "title" TEXT NOT NULL,
    "note" TEXT,
    "info" TEXT,
    "category" INTEGER,
    "one_time" BOOLEAN NOT NULL,
    "success_url" TEXT,
    "expires_at" TIMESTAMPTZ(3),
    "closed_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "payment_link_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "payment_link_split" (
    "link_id" BIGINT NOT NULL,
    "position" INTEGER NOT NULL,
    "receiver" TEXT NOT NULL,
    "lock_hash" BYTEA NOT NULL,
    "bps" INTEGER,
    "amount" BIGINT,

    CONSTRAINT "payment_link_split_pkey" PRIMARY KEY ("link_id","position")
);

-- CreateIndex
CREATE UNIQUE INDEX "payment_link_slug_key" ON "payment_link"("slug");

-- CreateIndex
CREATE INDEX "payment_link_receiver_lock_hash_id_idx" ON "payment_link"("receiver_lock_hash", "id");

-- CreateIndex
CREATE UNIQUE INDEX "payment_link_id_one_time_key" ON "payment_link"("id", "one_time");

-- CreateIndex
CREATE UNIQUE INDEX "payment_link_split_link_id_lock_hash_key" ON "payment_link_split"("link_id", "lock_hash");

-- AddForeignKey
ALTER TABLE "payment" ADD CONSTRAINT "payment_link_id_link_once_fkey" FOREIGN KEY ("link_id", "link_once") REFERENCES "payment_link"("id", "one_time") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "payment_link_split" ADD CONSTRAINT "payment_link_split_link_id_fkey" FOREIGN KEY ("link_id") REFERENCES "payment_link"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- A payment says itself whether its link is for one payment: the foreign key above keeps that true, and the index below needs it.
ALTER TABLE "payment" ADD CHECK (("link_id" IS NULL) = ("link_once" IS NULL));

-- A one-time link has at most one payment that is paid or can still be. When that one fails, the link is open again.
CREATE UNIQUE INDEX "payment_one_time_link" ON "payment" ("link_id")
  WHERE "link_once" AND "status" IN ('submitted', 'committed', 'confirmed');
CREATE INDEX "payment_link_id" ON "payment" ("link_id", "status") WHERE "link_id" IS NOT NULL;

ALTER TABLE "payment_link"
  ADD CHECK ("slug" ~ '^[0-9a-hjkmnp-tv-z]{12}$'),
  ADD CHECK (length("receiver_lock_hash") = 32),
  ADD CHECK ("amount" > 0),
  -- A fixed amount leaves nothing to choose.
  ADD CHECK (cardinality("presets") <= 6 AND 0 < ALL ("presets") AND array_position("presets", NULL) IS NULL),
  ADD CHECK ("amount" IS NULL OR cardinality("presets") = 0),
  ADD CHECK (length("title") BETWEEN 1 AND 80 AND length("note") <= 500 AND length("info") <= 1000),
  ADD CHECK ("category" >= 0),
  -- A browser follows it: nothing but a web page, never javascript:.
  ADD CHECK ("success_url" ~ '^https?://' AND length("success_url") <= 2000),
  ADD CHECK ("expires_at" > "created_at");
ALTER TABLE "payment_link_split"
  ADD CHECK ("position" BETWEEN 0 AND 31),
  ADD CHECK (length("lock_hash") = 32),
  ADD CHECK (num_nonnulls("bps", "amount") = 1),
  ADD CHECK ("bps" BETWEEN 1 AND 10000),
  ADD CHECK ("amount" > 0);

-- People have seen and shared what a link asks for: it can be closed, nothing else about it changes. A payment keeps its link.
CREATE FUNCTION guard_payment_link() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF (to_jsonb(NEW) - 'closed_at') IS DISTINCT FROM (to_jsonb(OLD) - 'closed_at') OR OLD."closed_at" IS NOT NULL THEN
    RAISE EXCEPTION 'payment link % can only be closed, once', OLD."id" USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER "payment_link_guard" BEFORE UPDATE ON "payment_link" FOR EACH ROW EXECUTE FUNCTION guard_payment_link();
CREATE TRIGGER "payment_link_split_append_only" BEFORE UPDATE OR DELETE OR TRUNCATE ON "payment_link_split"
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE FUNCTION refuse_other_link() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'payment % keeps its link', OLD."id" USING ERRCODE = 'check_violation';
END $$;
CREATE TRIGGER "payment_link_is_fixed" BEFORE UPDATE OF "link_id", "link_once" ON "payment"
  FOR EACH ROW EXECUTE FUNCTION refuse_other_link();

-- The one place that says whether a link can be paid: used, closed, expired or active; null without a link.
-- "besides" is the payment that asks, which does not stand in its own way.
CREATE FUNCTION payment_link_status(link BIGINT, besides BIGINT DEFAULT NULL) RETURNS TEXT LANGUAGE sql STABLE AS $$
  SELECT CASE
    WHEN l."one_time" AND EXISTS (
      SELECT FROM "payment" p WHERE p."link_id" = l."id" AND p."link_once" AND p."status" IN ('submitted', 'committed', 'confirmed')
        AND p."id" IS DISTINCT FROM besides) THEN 'used'
    WHEN l."closed_at" IS NOT NULL THEN 'closed'
    WHEN l."expires_at" <= now() THEN 'expired'
    ELSE 'active' END
  FROM "payment_link" l WHERE l."id" = link
$$;
