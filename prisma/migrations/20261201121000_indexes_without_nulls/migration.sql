-- Most rows are of a payment and of nothing else, and most payments name no DID: an index that holds their nulls as
-- well is written for each version of each row and read for none of them.
DROP INDEX CONCURRENTLY IF EXISTS "chain_transaction_of_settlement";
CREATE INDEX CONCURRENTLY "chain_transaction_of_settlement" ON "chain_transaction" ("settlement_id")
  WHERE "settlement_id" IS NOT NULL;
DROP INDEX CONCURRENTLY IF EXISTS "chain_transaction_settlement_id_idx";
DROP INDEX CONCURRENTLY IF EXISTS "chain_transaction_of_pool_operation";
CREATE INDEX CONCURRENTLY "chain_transaction_of_pool_operation" ON "chain_transaction" ("pool_operation_id")
  WHERE "pool_operation_id" IS NOT NULL;
DROP INDEX CONCURRENTLY IF EXISTS "chain_transaction_pool_operation_id_idx";
DROP INDEX CONCURRENTLY IF EXISTS "claim_of_settlement";
CREATE INDEX CONCURRENTLY "claim_of_settlement" ON "claim" ("settlement_id") WHERE "settlement_id" IS NOT NULL;
DROP INDEX CONCURRENTLY IF EXISTS "claim_settlement_id_idx";
DROP INDEX CONCURRENTLY IF EXISTS "claim_of_pool_operation";
CREATE INDEX CONCURRENTLY "claim_of_pool_operation" ON "claim" ("pool_operation_id")
  WHERE "pool_operation_id" IS NOT NULL;
DROP INDEX CONCURRENTLY IF EXISTS "claim_pool_operation_id_idx";
DROP INDEX CONCURRENTLY IF EXISTS "ledger_entry_of_settlement";
CREATE INDEX CONCURRENTLY "ledger_entry_of_settlement" ON "ledger_entry" ("settlement_id")
  WHERE "settlement_id" IS NOT NULL;
DROP INDEX CONCURRENTLY IF EXISTS "ledger_entry_settlement_id_idx";
DROP INDEX CONCURRENTLY IF EXISTS "ledger_entry_of_pool_operation";
CREATE INDEX CONCURRENTLY "ledger_entry_of_pool_operation" ON "ledger_entry" ("pool_operation_id")
  WHERE "pool_operation_id" IS NOT NULL;
DROP INDEX CONCURRENTLY IF EXISTS "ledger_entry_pool_operation_id_idx";
DROP INDEX CONCURRENTLY IF EXISTS "payment_sender_did";
CREATE INDEX CONCURRENTLY "payment_sender_did" ON "payment" ("sender_did", "id") WHERE "sender_did" IS NOT NULL;
DROP INDEX CONCURRENTLY IF EXISTS "payment_sender_did_id_idx";
DROP INDEX CONCURRENTLY IF EXISTS "payment_receiver_did";
CREATE INDEX CONCURRENTLY "payment_receiver_did" ON "payment" ("receiver_did", "id") WHERE "receiver_did" IS NOT NULL;
DROP INDEX CONCURRENTLY IF EXISTS "payment_receiver_did_id_idx";
DROP INDEX CONCURRENTLY IF EXISTS "platform_cell_spent_in";
CREATE INDEX CONCURRENTLY "platform_cell_spent_in" ON "platform_cell" ("spent_in") WHERE "spent_in" IS NOT NULL;
DROP INDEX CONCURRENTLY IF EXISTS "platform_cell_spent_in_idx";
