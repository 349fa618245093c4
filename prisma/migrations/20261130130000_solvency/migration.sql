-- What the platform has said of itself at a block, signed, for ever.
CREATE TABLE "solvency_epoch" (
    "block_number" BIGINT NOT NULL,
    "block_hash" BYTEA NOT NULL,
    "every" BIGINT NOT NULL,
    "owed" BIGINT NOT NULL,
    "leaves" BIGINT NOT NULL,
    "root" BYTEA NOT NULL,
    "leaves_hash" BYTEA NOT NULL,
    "held" BIGINT NOT NULL,
    "cells" BIGINT NOT NULL,
    "cells_hash" BYTEA NOT NULL,
    "previous" BYTEA,
    "hash" BYTEA NOT NULL,
    "signature" BYTEA NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "solvency_epoch_pkey" PRIMARY KEY ("block_number")
);
ALTER TABLE "solvency_epoch"
  ADD CHECK (least("owed", "held", "cells") >= 0 AND "leaves" > 0 AND "every" > 0),
  ADD CHECK (octet_length("signature") = 65);
CREATE UNIQUE INDEX "solvency_epoch_hash_key" ON "solvency_epoch" ("hash");
-- One chain of manifests: one follows each, and one is the first.
CREATE UNIQUE INDEX "solvency_epoch_previous_key" ON "solvency_epoch" ("previous");
CREATE UNIQUE INDEX "solvency_epoch_first" ON "solvency_epoch" (("previous" IS NULL)) WHERE "previous" IS NULL;
ALTER TABLE "solvency_epoch"
  ADD CONSTRAINT "solvency_epoch_previous_fkey"
    FOREIGN KEY ("previous") REFERENCES "solvency_epoch"("hash") ON DELETE RESTRICT ON UPDATE CASCADE;
CREATE FUNCTION refuse_older_epoch() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW."previous" IS NOT NULL AND NEW."block_number" <= (
    SELECT e."block_number" FROM "solvency_epoch" e WHERE e."hash" = NEW."previous") THEN
    RAISE EXCEPTION 'an epoch follows an older one' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER "solvency_epoch_follows" BEFORE INSERT ON "solvency_epoch"
  FOR EACH ROW EXECUTE FUNCTION refuse_older_epoch();
CREATE TRIGGER "solvency_epoch_append_only" BEFORE UPDATE OR DELETE OR TRUNCATE ON "solvency_epoch"
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- What an epoch's hashes are of, and what its salts are made of. Deleted after a time, never changed.
CREATE TABLE "solvency_file" (
    "block_number" BIGINT NOT NULL,
    "secret" BYTEA NOT NULL,
    "leaves" BYTEA NOT NULL,
    "cells" BYTEA NOT NULL,

    CONSTRAINT "solvency_file_pkey" PRIMARY KEY ("block_number")
);
ALTER TABLE "solvency_file"
  ADD CONSTRAINT "solvency_file_block_number_fkey"
    FOREIGN KEY ("block_number") REFERENCES "solvency_epoch"("block_number") ON DELETE RESTRICT ON UPDATE CASCADE,
  ADD CHECK (octet_length("secret") = 32);
-- Hashes do not compress.
ALTER TABLE "solvency_file" ALTER COLUMN "leaves" SET STORAGE EXTERNAL, ALTER COLUMN "cells" SET STORAGE EXTERNAL;
CREATE TRIGGER "solvency_file_fixed" BEFORE UPDATE OR TRUNCATE ON "solvency_file"
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- anchor: the platform puts the hash of an epoch's manifest on the chain.
ALTER TABLE "pool_operation" ADD COLUMN "anchors" BIGINT;
ALTER TABLE "pool_operation" DROP CONSTRAINT "pool_operation_kind_check";
ALTER TABLE "pool_operation"
  ADD CONSTRAINT "pool_operation_kind_check"
    CHECK ("kind" IN ('split', 'self_spend', 'merge', 'fee_withdrawal', 'adopted', 'anchor')) NOT VALID,
  ADD CONSTRAINT "pool_operation_anchors_check" CHECK (("kind" = 'anchor') = ("anchors" IS NOT NULL)) NOT VALID,
  ADD CONSTRAINT "pool_operation_anchors_fkey" FOREIGN KEY ("anchors")
    REFERENCES "solvency_epoch"("block_number") ON DELETE RESTRICT ON UPDATE CASCADE NOT VALID;

-- The amount of a piece, found by halving: ids rise, 40 bytes are a piece. Nothing when it is not there.
CREATE FUNCTION solvency_piece("of_block" BIGINT, "id" BYTEA) RETURNS BIGINT LANGUAGE plpgsql STABLE AS $$
DECLARE
  "low" BIGINT := 0;
  "high" BIGINT;
  "middle" BIGINT;
  "piece" BYTEA;
BEGIN
  SELECT octet_length(f."leaves") / 40 INTO "high" FROM "solvency_file" f WHERE f."block_number" = "of_block";
  WHILE "low" < "high" LOOP
    "middle" := ("low" + "high") / 2;
    SELECT substring(f."leaves" FROM ("middle" * 40 + 1)::int FOR 40) INTO "piece"
    FROM "solvency_file" f WHERE f."block_number" = "of_block";
    IF substring("piece" FROM 1 FOR 32) = "id" THEN
      RETURN ('x' || encode(substring("piece" FROM 33 FOR 8), 'hex'))::bit(64)::bigint;
    ELSIF substring("piece" FROM 1 FOR 32) < "id" THEN
      "low" := "middle" + 1;
    ELSE
      "high" := "middle";
    END IF;
  END LOOP;
  RETURN NULL;
END $$;
