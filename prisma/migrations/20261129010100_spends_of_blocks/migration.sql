-- What a block spends, for as long as somebody may have looked at the chain before it: lib/tracking/spends.ts.
ALTER TABLE "block" ADD COLUMN "spends" BYTEA;
