-- What the operator has taken in of a transaction that this database did not know: lib/operator/adopt-transaction.ts.
-- In a migration of its own: under the lock of this table, waiting for another one could be waiting in a circle.
ALTER TABLE "chain_transaction" ADD COLUMN "adopted" BOOLEAN NOT NULL DEFAULT false;
