import { expect, it } from "vitest"
import { writtenTable } from "./failpoint"

it.each([
  ["UPDATE account SET status = 'void' WHERE id = 1", "write account"],
  ["\n    INSERT INTO payment (sender) VALUES ('x')", "write payment"],
  ["WITH ended AS (UPDATE payment SET status = 'expired' RETURNING id) SELECT id FROM ended", "write payment"],
  ["DELETE FROM sign_in WHERE nonce = $1", "write sign_in"],
  [`UPDATE "public"."pause" SET "resolved_at" = $1`, "write pause"],
  [`INSERT INTO "public"."settlement" ("kind") VALUES ($1) RETURNING "id"`, "write settlement"],
])("names the table that a statement outside of a transaction writes, with quotes or without: %s", (sql, name) => {
  expect(writtenTable(sql)).toBe(name)
})

it("has no name for what only reads", () => {
  expect(writtenTable("SELECT id FROM account WHERE id = 1 FOR UPDATE")).toBeUndefined()
})
