-- A row a job says how its newest run went. What went wrong before that is still worth reading once it goes well again.
ALTER TABLE "job_run" ADD COLUMN "failure" TEXT;
UPDATE "job_run" SET "succeeded_at" = "finished_at" WHERE "status" = 'ok' AND "succeeded_at" IS NULL;
UPDATE "job_run" SET "failed_at" = coalesce("failed_at", "finished_at"), "failure" = coalesce("error", '')
WHERE "status" = 'failed' AND "finished_at" IS NOT NULL;
UPDATE "job_run" SET "failed_at" = NULL WHERE "failure" IS NULL;
-- small: a row a job
ALTER TABLE "job_run" ADD CONSTRAINT "job_run_failure_check" CHECK (("failed_at" IS NULL) = ("failure" IS NULL));
