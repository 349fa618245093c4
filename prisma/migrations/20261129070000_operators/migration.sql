-- CreateTable
CREATE TABLE "installation_secret" (
    "id" INTEGER NOT NULL DEFAULT 1,
    "secret" BYTEA NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "installation_secret_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "operator" (
    "name" TEXT NOT NULL,
    "roles" TEXT[],
    "password_hash" TEXT,
    "password_version" INTEGER NOT NULL DEFAULT 1,
    "totp_secret" BYTEA,
    "totp_pending" BYTEA,
    "totp_step" BIGINT,
    "enrol_until" TIMESTAMPTZ(3),
    "disabled_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "operator_pkey" PRIMARY KEY ("name")
);

-- CreateTable
CREATE TABLE "session" (
    "token_hash" BYTEA NOT NULL,
    "operator_name" TEXT,
    "password_version" INTEGER,
    "second_factor" BOOLEAN NOT NULL DEFAULT false,
    "lock_hash" BYTEA,
    "address" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "session_pkey" PRIMARY KEY ("token_hash")
);

-- CreateIndex
CREATE INDEX "session_operator_name_idx" ON "session"("operator_name");

-- CreateIndex
CREATE INDEX "session_lock_hash_idx" ON "session"("lock_hash");

-- CreateIndex
CREATE INDEX "session_expires_at_idx" ON "session"("expires_at");

-- AddForeignKey
ALTER TABLE "session" ADD CONSTRAINT "session_operator_name_fkey" FOREIGN KEY ("operator_name") REFERENCES "operator"("name") ON DELETE SET NULL ON UPDATE CASCADE;


ALTER TABLE "installation_secret" ADD CHECK ("id" = 1), ADD CHECK (length("secret") = 32);

ALTER TABLE "operator"
  -- What goes into the audit log, before a colon in HTTP Basic, and into a command.
  ADD CHECK ("name" ~ '^[a-z][a-z0-9._-]{0,31}$'),
  -- Everybody may look.
  ADD CHECK ("roles" <@ ARRAY['look', 'operate', 'approve'] AND 'look' = ANY ("roles")),
  ALTER COLUMN "roles" SET NOT NULL,
  -- Only admin's password comes from the environment.
  ADD CHECK ("password_hash" IS NOT NULL OR "name" = 'admin');

-- The first day is there to set up the second factor; afterwards a command on the machine opens an hour for it.
INSERT INTO "operator" ("name", "roles", "enrol_until")
VALUES ('admin', ARRAY['look', 'operate', 'approve'], now() + interval '24 hours');

-- A session is of an operator or of a wallet.
ALTER TABLE "session"
  ADD CHECK (length("token_hash") = 32 AND length("lock_hash") = 32),
  ADD CHECK (("operator_name" IS NULL) <> ("lock_hash" IS NULL)),
  ADD CHECK (("operator_name" IS NULL) = ("password_version" IS NULL)),
  ADD CHECK (("lock_hash" IS NULL) = ("address" IS NULL)),
  ADD CHECK (NOT "second_factor" OR "operator_name" IS NOT NULL);
