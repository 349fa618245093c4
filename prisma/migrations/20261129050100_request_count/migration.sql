-- CreateTable
-- Unlogged: it costs no write-ahead log, and what a crash of PostgreSQL empties is a minute's counts.
CREATE UNLOGGED TABLE "request_count" (
    "minute" INTEGER NOT NULL,
    "key" TEXT NOT NULL,
    "hits" INTEGER NOT NULL,

    CONSTRAINT "request_count_pkey" PRIMARY KEY ("minute","key")
);

ALTER TABLE "request_count" ADD CHECK ("hits" > 0);
