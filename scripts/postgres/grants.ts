import { type Client, escapeIdentifier } from "pg"
import { openSession } from "@/lib/db-session"

/**
 * Lets the server's role work with the tables of the schema "public", and nothing more: rows are read and written, the
 * schema is not changed, no trigger is turned off, nothing is emptied. What the trigger `refuse_change` of a table
 * refuses, the role has no right to either: two guards, of which one is not the code's to lift.
 *
 * Done again after every migration, so tables that it made are covered, and rights that a table has lost are taken
 * away.
 *
 * @param owner a session of the role that owns the tables
 */
export async function grantToServer(owner: Client, role: string): Promise<void> {
  const server = escapeIdentifier(role)
  await owner.query(`
    GRANT USAGE ON SCHEMA public TO ${server};
    GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO ${server};
    GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO ${server};
    REVOKE TRUNCATE, REFERENCES, TRIGGER ON ALL TABLES IN SCHEMA public FROM ${server};
    REVOKE INSERT, UPDATE, DELETE ON "_prisma_migrations" FROM ${server};
    ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO ${server};
    ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT USAGE, SELECT ON SEQUENCES TO ${server};`)
  // The bits of a trigger's type (PostgreSQL, `pg_trigger.h`): what it refuses, the role has no right to.
  const { rows } = await owner.query<{ name: string; refuses: string }>(`
    SELECT c.relname AS name, r.refuses FROM pg_trigger t
    JOIN pg_class c ON c.oid = t.tgrelid JOIN pg_proc p ON p.oid = t.tgfoid
    JOIN (VALUES (4, 'INSERT'), (8, 'DELETE'), (16, 'UPDATE')) AS r (bit, refuses) ON t.tgtype & r.bit <> 0
    WHERE p.proname = 'refuse_change' AND c.relnamespace = 'public'::regnamespace`)
  for (const { name, refuses } of rows)
    await owner.query(`REVOKE ${refuses} ON ${escapeIdentifier(name)} FROM ${server}`)
}

/**
 * Makes the server's role in a cluster of ours, or gives it the password of now. Temporary tables are schema too:
 * nobody but the owner makes one.
 *
 * @param owner a session of the cluster's superuser
 */
export async function ensureServerRole(owner: Client, role: string, password: string): Promise<void> {
  const { rows } = await owner.query<{ known: boolean; database: string }>(
    "SELECT EXISTS (SELECT FROM pg_roles WHERE rolname = $1) AS known, current_database() AS database",
    [role],
  )
  const verb = rows[0]?.known ? "ALTER" : "CREATE"
  await owner.query(
    `${verb} ROLE ${escapeIdentifier(role)} LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS PASSWORD ${owner.escapeLiteral(password)}`,
  )
  await owner.query(
    `REVOKE TEMPORARY, CREATE ON DATABASE ${escapeIdentifier(rows[0]?.database ?? "postgres")} FROM PUBLIC`,
  )
}

/** Whether a role could do to the tables what migrations do. */
export async function mayChangeSchema(url: string): Promise<boolean> {
  const session = await openSession(url)
  try {
    const { rows } = await session.query<{ may: boolean }>(`
      SELECT r.rolsuper OR has_schema_privilege('public', 'CREATE') OR pg_has_role(c.relowner, 'MEMBER') AS may
      FROM pg_roles r, pg_class c WHERE r.rolname = current_user AND c.oid = 'payment'::regclass`)
    return rows[0]?.may ?? false
  } finally {
    await session.end()
  }
}
