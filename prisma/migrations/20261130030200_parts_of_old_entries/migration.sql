-- Entries that were divided before it was written down: the oldest row of a share is the share's.
UPDATE "account" a SET "part_of" = whole."id"
FROM (
  SELECT "payment_id", "lock_hash", "kind", min("id") AS "id" FROM "account"
  GROUP BY "payment_id", "lock_hash", "kind" HAVING count(*) > 1
) whole
WHERE a."payment_id" = whole."payment_id" AND a."lock_hash" = whole."lock_hash" AND a."kind" = whole."kind"
  AND a."id" <> whole."id" AND a."part_of" IS NULL;

ALTER TABLE "account" VALIDATE CONSTRAINT "account_part_of_fkey";
