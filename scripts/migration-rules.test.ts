import { describe, expect, it } from "vitest"
import { dangersOf } from "./migration-rules"
import { readMigrations } from "./schema-engine"

/** Older ones were applied before there were rules. */
const SINCE = "20261129100000"

describe("a migration lets instances of the version before go on", () => {
  for (const { path, migrationFile } of readMigrations().migrationDirectories.filter(({ path }) => path > SINCE)) {
    it(path, () => {
      expect(migrationFile.content.tag === "ok" ? dangersOf(migrationFile.content.value) : []).toEqual([])
    })
  }

  it.each([
    [`ALTER TABLE "payment" ADD COLUMN "memo" TEXT NOT NULL`, /does not fill/],
    [`ALTER TABLE "payment" ADD "memo" TEXT NOT NULL`, /does not fill/],
    [`ALTER TABLE "payment" ADD COLUMN "a" TEXT,\n ADD COLUMN "memo" TEXT NOT NULL`, /does not fill/],
    [`ALTER TABLE "payment" ALTER COLUMN "network_fee" DROP DEFAULT`, /one release later/],
    [`ALTER TABLE "payment" DROP COLUMN "info"`, /one release later/],
    [`DROP TABLE "payment"`, /one release later/],
    [`ALTER TABLE "payment" RENAME COLUMN "info" TO "note"`, /renames/],
    [`ALTER TABLE "payment" ALTER COLUMN "category" TYPE BIGINT`, /rewrites/],
    [`ALTER TABLE "payment" ALTER COLUMN "category" SET NOT NULL`, /exclusive lock/],
    [`ALTER TABLE "payment" ADD CHECK ("amount" > 1)`, /NOT VALID/],
    [`ALTER TABLE "payment" ADD CONSTRAINT "x" FOREIGN KEY ("a") REFERENCES "b"("id")`, /NOT VALID/],
    [`ALTER TABLE "payment" ADD CONSTRAINT "x" UNIQUE ("info")`, /USING INDEX/],
    [`CREATE INDEX "x" ON "payment" ("info")`, /CONCURRENTLY/],
    [`CREATE UNIQUE INDEX "x" ON "payment" ("info")`, /CONCURRENTLY/],
    [`CREATE INDEX CONCURRENTLY "x" ON "payment" ("info")`, /DROP INDEX CONCURRENTLY IF EXISTS/],
    [
      `DROP INDEX CONCURRENTLY IF EXISTS "x"; CREATE INDEX CONCURRENTLY "x" ON "payment" ("info"); UPDATE "payment" SET "info" = ''`,
      /outside of a transaction/,
    ],
    [
      `ALTER TABLE "payment" ADD CONSTRAINT "x" CHECK (true) NOT VALID; ALTER TABLE "payment" VALIDATE CONSTRAINT "x"`,
      /of its own/,
    ],
    [
      `-- it is not small: nothing is said\nCREATE INDEX "x" ON "payment" ("info"); -- small: the next one`,
      /CONCURRENTLY/,
    ],
  ])("not with %s", (sql, says) => {
    expect(dangersOf(sql).join("\n")).toMatch(says)
  })

  it.each([
    `ALTER TABLE "payment" ADD COLUMN "memo" TEXT`,
    `ALTER TABLE "payment" ADD COLUMN "memo" TEXT NOT NULL DEFAULT ''`,
    `CREATE TABLE "memo" ("id" BIGINT NOT NULL); ALTER TABLE "memo" ADD CHECK ("id" > 0); CREATE INDEX "x" ON "memo" ("id")`,
    `ALTER TABLE "payment" ADD CONSTRAINT "x" CHECK ("amount" > 1) NOT VALID`,
    `ALTER TABLE "payment" VALIDATE CONSTRAINT "x"`,
    `DROP INDEX CONCURRENTLY IF EXISTS "x"; CREATE UNIQUE INDEX CONCURRENTLY "x" ON "payment" ("info")`,
    `ALTER TABLE "payment" ADD CONSTRAINT "x" UNIQUE USING INDEX "x"`,
    `-- small: a row a job\nCREATE INDEX "x" ON "job_run" ("status")`,
    `-- contract: no version since 0.2 reads it\nALTER TABLE "payment" DROP COLUMN "memo"`,
    `CREATE OR REPLACE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN DROP TABLE "x"; RETURN NEW; END $$`,
  ])("but with %s", (sql) => {
    expect(dangersOf(sql)).toEqual([])
  })
})
