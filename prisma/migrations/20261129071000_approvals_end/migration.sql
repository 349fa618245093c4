-- AlterTable
ALTER TABLE "payout_approval" ADD COLUMN "expires_at" TIMESTAMPTZ(3) NOT NULL DEFAULT (now() + '7 days'::interval),
ADD COLUMN "receiver" TEXT,
ADD COLUMN "withdrawn_at" TIMESTAMPTZ(3);

-- CreateTable
CREATE TABLE "operator_decision" (
    "id" BIGSERIAL NOT NULL,
    "action" TEXT NOT NULL,
    "actor" TEXT NOT NULL,
    "recipient" TEXT,
    "amount" BIGINT NOT NULL,
    "reason" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expires_at" TIMESTAMPTZ(3),
    "confirmed_by" TEXT,
    "confirmed_at" TIMESTAMPTZ(3),
    "withdrawn_at" TIMESTAMPTZ(3),

    CONSTRAINT "operator_decision_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "operator_decision_actor_created_at_idx" ON "operator_decision"("actor", "created_at");


-- Approvals that were given before they had an end get the same seven days, from when they were given.
UPDATE "payout_approval" SET "expires_at" = "created_at" + interval '7 days';

ALTER TABLE "operator_decision"
  ADD CHECK ("action" IN ('approve_payout', 'raise_day_limit', 'withdraw_fees')),
  ADD CHECK ("amount" > 0),
  ADD CHECK (("recipient" IS NULL) = ("action" = 'raise_day_limit')),
  -- Nobody confirms what they have proposed themselves, and only a proposal is confirmed or withdrawn, once.
  ADD CHECK ("confirmed_by" <> "actor"),
  ADD CHECK (("confirmed_by" IS NULL) = ("confirmed_at" IS NULL)),
  ADD CHECK ("expires_at" IS NOT NULL OR ("confirmed_at" IS NULL AND "withdrawn_at" IS NULL)),
  ADD CHECK ("confirmed_at" IS NULL OR "withdrawn_at" IS NULL);

-- What is confirmed is what was proposed.
CREATE FUNCTION guard_operator_decision() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'decision % is fixed', OLD."id" USING ERRCODE = 'check_violation';
END $$;
CREATE TRIGGER "operator_decision_is_fixed" BEFORE UPDATE ON "operator_decision" FOR EACH ROW
  WHEN ((NEW."action", NEW."actor", NEW."recipient", NEW."amount", NEW."reason", NEW."created_at", NEW."expires_at")
    IS DISTINCT FROM (OLD."action", OLD."actor", OLD."recipient", OLD."amount", OLD."reason", OLD."created_at", OLD."expires_at")
    OR OLD."confirmed_at" IS NOT NULL OR OLD."withdrawn_at" IS NOT NULL)
  EXECUTE FUNCTION guard_operator_decision();
CREATE TRIGGER "operator_decision_stays" BEFORE DELETE OR TRUNCATE ON "operator_decision"
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
