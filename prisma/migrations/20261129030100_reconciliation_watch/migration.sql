-- When the books were last compared with the chain, and how long somebody has been there to see it: lib/ledger/overdue.ts.
CREATE TABLE "reconciliation_watch" (
    "id" INTEGER NOT NULL DEFAULT 1,
    "succeeded_at" TIMESTAMPTZ(3),
    "watched_since" TIMESTAMPTZ(3),
    "watched_at" TIMESTAMPTZ(3),
    CONSTRAINT "reconciliation_watch_pkey" PRIMARY KEY ("id")
);
ALTER TABLE "reconciliation_watch" ADD CHECK ("id" = 1);
INSERT INTO "reconciliation_watch" DEFAULT VALUES;
