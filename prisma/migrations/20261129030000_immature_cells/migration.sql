-- Block rewards cannot be spent for some epochs: lib/tracking/mature.ts frees them.
ALTER TABLE "platform_cell" ADD COLUMN "matures_at" BIGINT, ADD COLUMN "matured_in" BIGINT;
ALTER TABLE "platform_cell" DROP CONSTRAINT "platform_cell_state_check";
ALTER TABLE "platform_cell"
  ADD CONSTRAINT "platform_cell_state_check"
    CHECK ("state" IN ('free', 'claimed', 'spent', 'orphaned', 'quarantined', 'immature')),
  ADD CHECK ("state" <> 'immature' OR ("matures_at" IS NOT NULL AND "matured_in" IS NULL)),
  -- So that no way into the pool can forget it.
  ADD CHECK ("state" <> 'free' OR "matures_at" IS NULL OR "matured_in" IS NOT NULL);
CREATE INDEX "platform_cell_immature" ON "platform_cell" ("matures_at") WHERE "state" = 'immature';
CREATE INDEX "platform_cell_matured_in" ON "platform_cell" ("matured_in") WHERE "matured_in" IS NOT NULL;
