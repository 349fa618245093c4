import { oneOf } from "@/lib/closed-list"
import type { Db } from "@/lib/db"
import { ROLES, type Role } from "@/lib/roles"

/** An operator as the database knows them. */
export interface OperatorRow {
  name: string
  roles: Role[]
  passwordHash: string | null
  passwordVersion: number
  /** sealed */
  totpSecret: Uint8Array | null
}

/** One who may sign in; by the primary key. */
export async function findOperator(db: Db, name: string): Promise<OperatorRow | undefined> {
  const row = await db.operator.findUnique({
    where: { name, disabledAt: null },
    select: { name: true, roles: true, passwordHash: true, passwordVersion: true, totpSecret: true },
  })
  return row ? { ...row, roles: row.roles.map((role) => oneOf(ROLES, role)) } : undefined
}
