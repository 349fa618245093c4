import { openSession } from "@/lib/db-session"
import { migrate } from "@/scripts/migrate"
import { SERVER_ROLE } from "@/scripts/postgres/cluster"
import { ensureServerRole } from "@/scripts/postgres/grants"

const PASSWORD = "the server's, in tests"

/** The same database as the role that the server uses: what it lacks a right for must turn a test red. */
export function asServer(ownerUrl: string): string {
  const url = new URL(ownerUrl)
  url.username = SERVER_ROLE
  url.password = PASSWORD
  return url.href
}

/** Migrates a database, and grants the server's role what the server needs. @returns the names of the migrations */
export async function migrateForServer(ownerUrl: string): Promise<string[]> {
  const owner = await openSession(ownerUrl)
  try {
    await ensureServerRole(owner, SERVER_ROLE, PASSWORD)
  } finally {
    await owner.end()
  }
  return migrate(ownerUrl, { serverRole: SERVER_ROLE })
}
