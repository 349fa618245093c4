import type { Client } from "pg"
import { afterAll, beforeAll, describe, expect, it } from "vitest"
import { openSession } from "@/lib/db-session"
import { asOwner, createDatabase, runAsOwner, type TestDatabase } from "@/test/support/postgres"
import { migrate } from "../migrate"
import { SERVER_ROLE } from "./cluster"
import { mayChangeSchema } from "./grants"

let database: TestDatabase
let server: Client
beforeAll(async () => {
  database = await createDatabase()
  server = await openSession(database.url)
})
afterAll(async () => {
  await server.end()
  await database.drop()
})

const DENIED = "42501"
const codeOf = (sql: string) =>
  server.query(sql).then(
    () => "done",
    (error: { code: string }) => error.code,
  )

describe("the server's role is refused", () => {
  it.each([
    ["a program on the database's machine", "COPY payment FROM PROGRAM 'env'"],
    ["a program's output", "COPY payment TO PROGRAM 'cat'"],
    ["a file of the database's machine", "SELECT pg_read_file('PG_VERSION')"],
    ["a new table", "CREATE TABLE mine (id int)"],
    ["a new schema", "CREATE SCHEMA mine"],
    ["a new function", "CREATE FUNCTION refuse() RETURNS int LANGUAGE sql AS 'SELECT 1'"],
    [
      "another body of a guard",
      "CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END'",
    ],
    ["a column less", "ALTER TABLE payment DROP COLUMN amount"],
    ["a rule less", "ALTER TABLE account DROP CONSTRAINT account_amount_check"],
    ["a trigger turned off", "ALTER TABLE ledger_entry DISABLE TRIGGER ledger_entry_append_only"],
    ["a trigger taken away", "DROP TRIGGER ledger_entry_append_only ON ledger_entry"],
    ["all triggers turned off", "SET session_replication_role = replica"],
    ["an empty table", "TRUNCATE sign_in"],
    ["a table less", "DROP TABLE sign_in"],
    ["a change of the ledger", "UPDATE ledger_entry SET amount = 1"],
    ["a gap in the ledger", "DELETE FROM ledger_entry"],
    ["a change of the audit log", "UPDATE audit_log SET reason = ''"],
    ["a gap in the audit log", "DELETE FROM audit_log"],
    [
      "an event that never was",
      "INSERT INTO event (type, object, object_id, sequence, status) VALUES ('link.paid', 'link', 1, 1, 'used')",
    ],
    ["a change of an event", "UPDATE event SET status = 'paid'"],
    ["a gap in the events", "DELETE FROM event"],
    ["a payout of its own", "INSERT INTO payout (settlement_id, receiver, lock_hash, amount) VALUES (1, 'r', '', 1)"],
    ["a total of its own", "UPDATE payment_total SET count = count + 1"],
    ["a balance of its own", "SELECT add_to_account_total(ARRAY['x'::bytea], ARRAY['available'], ARRAY[1::numeric])"],
    ["fees that were not earned", "UPDATE ledger_total SET amount = amount - 1"],
    ["a number of the ledger's drawn again", "SELECT setval('ledger_group', 1)"],
    ["another history of migrations", "DELETE FROM _prisma_migrations"],
    ["another role", "SET ROLE micropay"],
    ["a new role", "CREATE ROLE helper SUPERUSER"],
    ["rights for itself", `ALTER ROLE ${SERVER_ROLE} SUPERUSER`],
  ])("%s", async (_, sql) => {
    expect(await codeOf(sql)).toBe(DENIED)
  })
})

it("the server's role has rights to every table and sequence, but to write what only triggers write, or change what only grows", async () => {
  const { rows } = await server.query(`
    SELECT c.relname FROM pg_class c WHERE c.relnamespace = 'public'::regnamespace AND c.relname <> '_prisma_migrations' AND CASE c.relkind
      WHEN 'r' THEN NOT has_table_privilege(c.oid, 'SELECT')
        OR NOT has_table_privilege(c.oid, 'INSERT') AND c.relname NOT IN
          ('account_total', 'event', 'ledger_total', 'payout', 'payment_link_revision', 'payment_total')
      WHEN 'S' THEN NOT has_sequence_privilege(c.oid, 'USAGE') ELSE false END`)
  expect(rows).toEqual([])
  const grown = await server.query(`
    SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind = 'r' AND relname <> '_prisma_migrations'
      AND NOT has_table_privilege(oid, 'UPDATE') ORDER BY relname`)
  expect(grown.rows.map(({ relname }) => relname)).toEqual(
    expect.arrayContaining(["audit_log", "event", "ledger_entry", "payment_total", "payout", "refund"]),
  )
})

it("a table that a migration makes is the server's to use at once, and one that only grows loses what is too much", async () => {
  await runAsOwner(
    database.url,
    `CREATE TABLE later (id BIGSERIAL, note TEXT); CREATE TABLE log (id BIGSERIAL);
     CREATE TRIGGER log_append_only BEFORE UPDATE OR DELETE ON log FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()`,
  )
  expect(await codeOf("INSERT INTO later (note) VALUES ('x')")).toBe("done")
  await migrate(asOwner(database.url), { serverRole: SERVER_ROLE })
  expect(await codeOf("UPDATE later SET note = 'y'")).toBe("done")
  expect(await codeOf("INSERT INTO log DEFAULT VALUES")).toBe("done")
  expect(await codeOf("DELETE FROM log")).toBe(DENIED)
})

it("a database that is up to date is started on with the server's role alone", async () => {
  const { url, drop } = await createDatabase()
  expect(await migrate(url)).toEqual([])
  await drop()
})

it("whether a role could change the schema is known", async () => {
  expect(await mayChangeSchema(database.url)).toBe(false)
  expect(await mayChangeSchema(asOwner(database.url))).toBe(true)
})
