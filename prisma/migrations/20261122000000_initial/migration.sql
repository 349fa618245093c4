-- CreateSchema
CREATE SCHEMA IF NOT EXISTS "public";

-- CreateTable
CREATE TABLE "installation" (
    "id" INTEGER NOT NULL DEFAULT 1,
    "network" TEXT NOT NULL,
    "genesis_hash" BYTEA NOT NULL,
    "platform_lock_hash" BYTEA NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "installation_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "payment" (
    "id" BIGSERIAL NOT NULL,
    "sender" TEXT NOT NULL,
    "sender_lock_hash" BYTEA NOT NULL,
    "receiver" TEXT NOT NULL,
    "receiver_lock_hash" BYTEA NOT NULL,
    "amount" BIGINT NOT NULL,
    "platform_fee" BIGINT NOT NULL,
    "network_fee" BIGINT NOT NULL,
    "status" TEXT NOT NULL DEFAULT 'prepared',
    "is_complete" BOOLEAN GENERATED ALWAYS AS ("status" IN ('committed', 'confirmed')) STORED,
    "tx_hash" BYTEA NOT NULL,
    "unsigned_tx" BYTEA NOT NULL,
    "platform_cell_id" BIGINT NOT NULL,
    "client_secret_hash" BYTEA NOT NULL,
    "info" TEXT,
    "category" INTEGER,
    "sender_did" TEXT,
    "receiver_did" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "payment_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "account" (
    "id" BIGSERIAL NOT NULL,
    "payment_id" BIGINT NOT NULL,
    "receiver" TEXT NOT NULL,
    "lock_hash" BYTEA NOT NULL,
    "amount" BIGINT NOT NULL,
    "kind" TEXT NOT NULL,
    "status" TEXT NOT NULL DEFAULT 'pending',
    "is_payed" BOOLEAN GENERATED ALWAYS AS ("status" = 'paid') STORED,
    "settlement_id" BIGINT,
    "tx_hash" BYTEA,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "account_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "platform_cell" (
    "id" BIGSERIAL NOT NULL,
    "tx_hash" BYTEA NOT NULL,
    "output_index" INTEGER NOT NULL,
    "capacity" BIGINT NOT NULL,
    "state" TEXT NOT NULL DEFAULT 'free',
    "maker_id" BIGINT,
    "made_in" BIGINT NOT NULL,
    "spent_in" BIGINT,
    "held_at" TIMESTAMPTZ(6),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "platform_cell_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "claim" (
    "tx_hash" BYTEA NOT NULL,
    "output_index" INTEGER NOT NULL,
    "payment_id" BIGINT,
    "settlement_id" BIGINT,
    "pool_operation_id" BIGINT,
    "lock_hash" BYTEA NOT NULL,
    "spent_by" BYTEA,
    "spent_block" BIGINT,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "claim_pkey" PRIMARY KEY ("tx_hash","output_index")
);

-- CreateTable
CREATE TABLE "settlement" (
    "id" BIGSERIAL NOT NULL,
    "status" TEXT NOT NULL DEFAULT 'signed',
    "amount" BIGINT NOT NULL,
    "network_fee" BIGINT NOT NULL,
    "tx_hash" BYTEA NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "settlement_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "pool_operation" (
    "id" BIGSERIAL NOT NULL,
    "status" TEXT NOT NULL DEFAULT 'signed',
    "kind" TEXT NOT NULL,
    "network_fee" BIGINT NOT NULL,
    "tx_hash" BYTEA NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "pool_operation_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "chain_transaction" (
    "id" BIGSERIAL NOT NULL,
    "tx_hash" BYTEA NOT NULL,
    "bytes" BYTEA NOT NULL,
    "payment_id" BIGINT,
    "settlement_id" BIGINT,
    "pool_operation_id" BIGINT,
    "status" TEXT NOT NULL DEFAULT 'signed',
    "block_number" BIGINT,
    "block_hash" BYTEA,
    "committed_at" TIMESTAMPTZ(3),
    "sends" INTEGER NOT NULL DEFAULT 0,
    "last_answer" TEXT,
    "next_check_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "chain_transaction_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "ledger_entry" (
    "id" BIGSERIAL NOT NULL,
    "group_id" BIGINT NOT NULL,
    "event" TEXT NOT NULL,
    "account" TEXT NOT NULL,
    "lock_hash" BYTEA,
    "amount" BIGINT NOT NULL,
    "payment_id" BIGINT,
    "settlement_id" BIGINT,
    "pool_operation_id" BIGINT,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "ledger_entry_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "block" (
    "number" BIGINT NOT NULL,
    "hash" BYTEA NOT NULL,
    "processed_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "block_pkey" PRIMARY KEY ("number")
);

-- CreateTable
CREATE TABLE "job_run" (
    "job" TEXT NOT NULL,
    "started_at" TIMESTAMPTZ(3) NOT NULL,
    "finished_at" TIMESTAMPTZ(3),
    "status" TEXT NOT NULL,
    "error" TEXT,

    CONSTRAINT "job_run_pkey" PRIMARY KEY ("job")
);

-- CreateTable
CREATE TABLE "pause" (
    "id" BIGSERIAL NOT NULL,
    "reason" TEXT NOT NULL,
    "detail" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "resolved_at" TIMESTAMPTZ(3),

    CONSTRAINT "pause_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "idempotency_key" (
    "key" TEXT NOT NULL,
    "request_hash" BYTEA NOT NULL,
    "status" INTEGER,
    "body" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "idempotency_key_pkey" PRIMARY KEY ("key")
);

-- CreateIndex
CREATE UNIQUE INDEX "payment_tx_hash_key" ON "payment"("tx_hash");

-- CreateIndex
CREATE INDEX "payment_sender_lock_hash_id_idx" ON "payment"("sender_lock_hash", "id");

-- CreateIndex
CREATE INDEX "payment_receiver_lock_hash_id_idx" ON "payment"("receiver_lock_hash", "id");

-- CreateIndex
CREATE INDEX "payment_sender_did_id_idx" ON "payment"("sender_did", "id");

-- CreateIndex
CREATE INDEX "payment_receiver_did_id_idx" ON "payment"("receiver_did", "id");

-- CreateIndex
CREATE INDEX "payment_platform_cell_id_idx" ON "payment"("platform_cell_id");

-- CreateIndex
CREATE INDEX "account_payment_id_idx" ON "account"("payment_id");

-- CreateIndex
CREATE INDEX "account_lock_hash_status_idx" ON "account"("lock_hash", "status");

-- CreateIndex
CREATE INDEX "account_settlement_id_idx" ON "account"("settlement_id");

-- CreateIndex
CREATE INDEX "platform_cell_maker_id_idx" ON "platform_cell"("maker_id");

-- CreateIndex
CREATE INDEX "platform_cell_made_in_idx" ON "platform_cell"("made_in");

-- CreateIndex
CREATE INDEX "platform_cell_spent_in_idx" ON "platform_cell"("spent_in");

-- CreateIndex
CREATE UNIQUE INDEX "platform_cell_tx_hash_output_index_key" ON "platform_cell"("tx_hash", "output_index");

-- CreateIndex
CREATE INDEX "claim_payment_id_idx" ON "claim"("payment_id");

-- CreateIndex
CREATE INDEX "claim_settlement_id_idx" ON "claim"("settlement_id");

-- CreateIndex
CREATE INDEX "claim_pool_operation_id_idx" ON "claim"("pool_operation_id");

-- CreateIndex
CREATE INDEX "claim_lock_hash_idx" ON "claim"("lock_hash");

-- CreateIndex
CREATE UNIQUE INDEX "settlement_tx_hash_key" ON "settlement"("tx_hash");

-- CreateIndex
CREATE UNIQUE INDEX "pool_operation_tx_hash_key" ON "pool_operation"("tx_hash");

-- CreateIndex
CREATE UNIQUE INDEX "chain_transaction_tx_hash_key" ON "chain_transaction"("tx_hash");

-- CreateIndex
CREATE INDEX "chain_transaction_payment_id_idx" ON "chain_transaction"("payment_id");

-- CreateIndex
CREATE INDEX "chain_transaction_settlement_id_idx" ON "chain_transaction"("settlement_id");

-- CreateIndex
CREATE INDEX "chain_transaction_pool_operation_id_idx" ON "chain_transaction"("pool_operation_id");

-- CreateIndex
CREATE INDEX "chain_transaction_block_number_idx" ON "chain_transaction"("block_number");

-- CreateIndex
CREATE INDEX "ledger_entry_group_id_idx" ON "ledger_entry"("group_id");

-- CreateIndex
CREATE INDEX "ledger_entry_account_lock_hash_idx" ON "ledger_entry"("account", "lock_hash");

-- CreateIndex
CREATE INDEX "ledger_entry_payment_id_idx" ON "ledger_entry"("payment_id");

-- CreateIndex
CREATE INDEX "ledger_entry_settlement_id_idx" ON "ledger_entry"("settlement_id");

-- CreateIndex
CREATE INDEX "ledger_entry_pool_operation_id_idx" ON "ledger_entry"("pool_operation_id");

-- CreateIndex
CREATE UNIQUE INDEX "block_hash_key" ON "block"("hash");

-- AddForeignKey
ALTER TABLE "payment" ADD CONSTRAINT "payment_platform_cell_id_fkey" FOREIGN KEY ("platform_cell_id") REFERENCES "platform_cell"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "account" ADD CONSTRAINT "account_payment_id_fkey" FOREIGN KEY ("payment_id") REFERENCES "payment"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "account" ADD CONSTRAINT "account_settlement_id_fkey" FOREIGN KEY ("settlement_id") REFERENCES "settlement"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "platform_cell" ADD CONSTRAINT "platform_cell_maker_id_fkey" FOREIGN KEY ("maker_id") REFERENCES "chain_transaction"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "claim" ADD CONSTRAINT "claim_payment_id_fkey" FOREIGN KEY ("payment_id") REFERENCES "payment"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "claim" ADD CONSTRAINT "claim_settlement_id_fkey" FOREIGN KEY ("settlement_id") REFERENCES "settlement"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "claim" ADD CONSTRAINT "claim_pool_operation_id_fkey" FOREIGN KEY ("pool_operation_id") REFERENCES "pool_operation"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "chain_transaction" ADD CONSTRAINT "chain_transaction_payment_id_fkey" FOREIGN KEY ("payment_id") REFERENCES "payment"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "chain_transaction" ADD CONSTRAINT "chain_transaction_settlement_id_fkey" FOREIGN KEY ("settlement_id") REFERENCES "settlement"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "chain_transaction" ADD CONSTRAINT "chain_transaction_pool_operation_id_fkey" FOREIGN KEY ("pool_operation_id") REFERENCES "pool_operation"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ledger_entry" ADD CONSTRAINT "ledger_entry_payment_id_fkey" FOREIGN KEY ("payment_id") REFERENCES "payment"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ledger_entry" ADD CONSTRAINT "ledger_entry_settlement_id_fkey" FOREIGN KEY ("settlement_id") REFERENCES "settlement"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ledger_entry" ADD CONSTRAINT "ledger_entry_pool_operation_id_fkey" FOREIGN KEY ("pool_operation_id") REFERENCES "pool_operation"("id") ON DELETE SET NULL ON UPDATE CASCADE;


-- What Prisma cannot state. Each rule names the mistake that it makes impossible.

-- Hashes are 32 bytes.
ALTER TABLE "installation" ADD CHECK ("id" = 1), ADD CHECK (length("genesis_hash") = 32 AND length("platform_lock_hash") = 32);
ALTER TABLE "block" ADD CHECK (length("hash") = 32);
ALTER TABLE "chain_transaction" ADD CHECK (length("tx_hash") = 32);
ALTER TABLE "platform_cell" ADD CHECK (length("tx_hash") = 32 AND "output_index" >= 0);

-- Amounts are never negative, and nobody is owed nothing.
ALTER TABLE "payment"
  ADD CHECK ("amount" > 0),
  ADD CHECK ("platform_fee" >= 0 AND "platform_fee" <= "amount"),
  ADD CHECK ("network_fee" > 0),
  ADD CHECK ("category" >= 0),
  ADD CHECK ("status" IN ('prepared', 'submitted', 'committed', 'confirmed', 'cancelled', 'expired', 'failed')),
  ADD CHECK (length("tx_hash") = 32 AND length("sender_lock_hash") = 32 AND length("receiver_lock_hash") = 32);
ALTER TABLE "account"
  ADD CHECK ("amount" > 0),
  ADD CHECK ("kind" IN ('receiver', 'split', 'fee')),
  ADD CHECK ("status" IN ('pending', 'available', 'settling', 'paid', 'void')),
  -- A paid entry says by which settlement; one that waits belongs to none. The platform's fee is never settled.
  ADD CHECK (("status" IN ('settling', 'paid')) = ("settlement_id" IS NOT NULL)),
  ADD CHECK ("kind" <> 'fee' OR "status" IN ('pending', 'available', 'void'));
ALTER TABLE "settlement"
  ADD CHECK ("amount" > 0 AND "network_fee" > 0),
  ADD CHECK ("status" IN ('signed', 'committed', 'confirmed', 'failed'));
ALTER TABLE "pool_operation"
  ADD CHECK ("network_fee" > 0),
  ADD CHECK ("kind" IN ('split')),
  ADD CHECK ("status" IN ('signed', 'committed', 'confirmed', 'failed'));
ALTER TABLE "platform_cell"
  ADD CHECK ("capacity" > 0),
  -- orphaned: the block that made it left the chain; it comes back when its maker commits again.
  ADD CHECK ("state" IN ('free', 'claimed', 'spent', 'orphaned', 'quarantined')),
  ADD CHECK (("state" = 'spent') = ("spent_in" IS NOT NULL));
ALTER TABLE "chain_transaction"
  ADD CHECK ("status" IN ('signed', 'committed', 'confirmed', 'dead')),
  ADD CHECK (("status" IN ('committed', 'confirmed')) = ("block_number" IS NOT NULL AND "block_hash" IS NOT NULL)),
  ADD CHECK (num_nonnulls("payment_id", "settlement_id", "pool_operation_id") = 1);
ALTER TABLE "claim"
  ADD CHECK (num_nonnulls("payment_id", "settlement_id", "pool_operation_id") = 1),
  ADD CHECK (("spent_by" IS NULL) = ("spent_block" IS NULL));
ALTER TABLE "job_run" ADD CHECK ("status" IN ('running', 'ok', 'failed'));
ALTER TABLE "ledger_entry"
  ADD CHECK ("amount" <> 0),
  ADD CHECK ("account" IN ('pool', 'owed', 'fees', 'network_fees', 'capital', 'payments_in_confirmation', 'settlements_in_confirmation', 'loss')),
  ADD CHECK (("account" = 'owed') = ("lock_hash" IS NOT NULL));

-- What the workers look for, so that a large history does not slow them.
CREATE INDEX "payment_prepared_expires_at" ON "payment" ("expires_at") WHERE "status" = 'prepared';
CREATE INDEX "payment_submitted_sender" ON "payment" ("sender_lock_hash") WHERE "status" = 'submitted';
CREATE INDEX "chain_transaction_signed_next_check_at" ON "chain_transaction" ("next_check_at") WHERE "status" = 'signed';
CREATE INDEX "chain_transaction_committed_block" ON "chain_transaction" ("block_number") WHERE "status" = 'committed';
CREATE INDEX "platform_cell_free_held_at" ON "platform_cell" ("held_at" NULLS FIRST, "id") WHERE "state" = 'free';
CREATE INDEX "account_available_lock_hash" ON "account" ("lock_hash") WHERE "status" = 'available' AND "kind" <> 'fee';
CREATE INDEX "claim_spent_block" ON "claim" ("spent_block") WHERE "spent_block" IS NOT NULL;
CREATE UNIQUE INDEX "pause_open_reason" ON "pause" ("reason") WHERE "resolved_at" IS NULL;

CREATE SEQUENCE "ledger_group";

-- The ledger is append-only: a mistake is corrected by another group, never by a change.
CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'integrity_constraint_violation';
END $$;
CREATE TRIGGER "ledger_entry_append_only" BEFORE UPDATE OR DELETE OR TRUNCATE ON "ledger_entry"
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- Every group of ledger entries sums to zero when its transaction commits.
CREATE FUNCTION check_ledger_group() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF (SELECT sum("amount") FROM "ledger_entry" WHERE "group_id" = NEW."group_id") <> 0 THEN
    RAISE EXCEPTION 'ledger group % does not sum to zero', NEW."group_id" USING ERRCODE = 'check_violation';
  END IF;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER "ledger_group_is_balanced" AFTER INSERT ON "ledger_entry"
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION check_ledger_group();

-- The entries of a payment sum to its amount when its transaction commits.
CREATE FUNCTION check_payment_entries(payment_id BIGINT) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  IF (SELECT coalesce(sum(a."amount"), 0) FROM "account" a WHERE a."payment_id" = $1)
     <> (SELECT p."amount" FROM "payment" p WHERE p."id" = $1) THEN
    RAISE EXCEPTION 'the entries of payment % do not sum to its amount', $1 USING ERRCODE = 'check_violation';
  END IF;
END $$;
CREATE FUNCTION check_entries_of_payment() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM check_payment_entries(NEW."id");
  RETURN NULL;
END $$;
CREATE FUNCTION check_entries_of_account() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM check_payment_entries(coalesce(NEW."payment_id", OLD."payment_id"));
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER "payment_has_its_entries" AFTER INSERT ON "payment"
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION check_entries_of_payment();
CREATE CONSTRAINT TRIGGER "account_sums_to_payment" AFTER INSERT OR DELETE OR UPDATE OF "amount", "payment_id" ON "account"
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION check_entries_of_account();

-- What was agreed at prepare never changes, and a state only follows one that may precede it.
CREATE FUNCTION guard_payment() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF (NEW."amount", NEW."platform_fee", NEW."network_fee", NEW."sender_lock_hash", NEW."receiver_lock_hash", NEW."tx_hash", NEW."unsigned_tx")
     IS DISTINCT FROM
     (OLD."amount", OLD."platform_fee", OLD."network_fee", OLD."sender_lock_hash", OLD."receiver_lock_hash", OLD."tx_hash", OLD."unsigned_tx") THEN
    RAISE EXCEPTION 'payment % is fixed once prepared', OLD."id" USING ERRCODE = 'check_violation';
  END IF;
  IF NEW."status" <> OLD."status" AND (OLD."status", NEW."status") NOT IN (
    ('prepared', 'submitted'), ('prepared', 'cancelled'), ('prepared', 'expired'),
    ('submitted', 'committed'), ('submitted', 'failed'),
    ('committed', 'confirmed'), ('committed', 'submitted'), ('confirmed', 'submitted')) THEN
    RAISE EXCEPTION 'payment % cannot go from % to %', OLD."id", OLD."status", NEW."status" USING ERRCODE = 'check_violation';
  END IF;
  NEW."updated_at" = now();
  RETURN NEW;
END $$;
CREATE TRIGGER "payment_guard" BEFORE UPDATE ON "payment" FOR EACH ROW EXECUTE FUNCTION guard_payment();

CREATE FUNCTION guard_account() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF (NEW."payment_id", NEW."receiver", NEW."lock_hash", NEW."kind") IS DISTINCT FROM (OLD."payment_id", OLD."receiver", OLD."lock_hash", OLD."kind") THEN
    RAISE EXCEPTION 'account entry % belongs to its payment and its party', OLD."id" USING ERRCODE = 'check_violation';
  END IF;
  IF NEW."status" <> OLD."status" AND (OLD."status", NEW."status") NOT IN (
    ('pending', 'available'), ('pending', 'void'), ('available', 'pending'), ('available', 'settling'),
    ('settling', 'paid'), ('settling', 'available'), ('settling', 'pending'), ('paid', 'settling')) THEN
    RAISE EXCEPTION 'account entry % cannot go from % to %', OLD."id", OLD."status", NEW."status" USING ERRCODE = 'check_violation';
  END IF;
  NEW."updated_at" = now();
  RETURN NEW;
END $$;
CREATE TRIGGER "account_guard" BEFORE UPDATE ON "account" FOR EACH ROW EXECUTE FUNCTION guard_account();

CREATE FUNCTION touch() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  NEW."updated_at" = now();
  RETURN NEW;
END $$;
CREATE TRIGGER "settlement_touch" BEFORE UPDATE ON "settlement" FOR EACH ROW EXECUTE FUNCTION touch();
CREATE TRIGGER "pool_operation_touch" BEFORE UPDATE ON "pool_operation" FOR EACH ROW EXECUTE FUNCTION touch();
CREATE TRIGGER "platform_cell_touch" BEFORE UPDATE ON "platform_cell" FOR EACH ROW EXECUTE FUNCTION touch();
