ALTER TABLE "event" VALIDATE CONSTRAINT "event_type_check";
ALTER TABLE "chain_transaction" VALIDATE CONSTRAINT "chain_transaction_trace_parent_check";
