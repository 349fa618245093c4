-- Since when the node has not known a cell that the transaction spends: lib/operator/end-invalid.ts.
ALTER TABLE "chain_transaction" ADD COLUMN "unresolved_since" TIMESTAMPTZ(3);
