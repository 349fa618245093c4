-- How many cells the co-signed transactions of senders and receivers bound at once: what the pool's size follows.
-- Null in samples of before, which say nothing of it.
ALTER TABLE "pool_sample" ADD COLUMN "lent" INTEGER;
