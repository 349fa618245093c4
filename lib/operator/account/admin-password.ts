import { createHash, timingSafeEqual } from "node:crypto"
import type { Context } from "@/lib/context"
import { ADMIN } from "@/lib/roles"
import type { Secret } from "@/lib/secret"
import { hashPassword, isPassword } from "./password"

/** In constant time, and cheap: the server has this password itself, so there is nothing to protect by a slow hash. */
export function isAdminPassword({ config }: Context, password: string): boolean {
  return timingSafeEqual(digest(password), digest(config.adminPassword.reveal()))
}

/** Equal lengths, which a comparison in constant time needs. */
function digest(text: string): Buffer {
  return createHash("sha256").update(text).digest()
}

const versions = new WeakMap<Secret, Promise<number>>()

/**
 * The number of this process's ADMIN_PASSWORD. Another one than the database has seen last gets a new number, which
 * ends the sessions of `admin`. Hashed once a process.
 */
export function adminPasswordVersion(ctx: Context): Promise<number> {
  const { adminPassword } = ctx.config
  const known = versions.get(adminPassword)
  if (known) return known
  const version = readVersion(ctx)
  versions.set(adminPassword, version)
  version.catch(() => versions.delete(adminPassword))
  return version
}

async function readVersion(ctx: Context): Promise<number> {
  const { db, config } = ctx
  const password = config.adminPassword.reveal()
  const known = await db.operator.findUniqueOrThrow({ where: { name: ADMIN } })
  if (known.passwordHash !== null && (await isPassword(password, known.passwordHash))) return known.passwordVersion
  const passwordHash = await hashPassword(password)
  const [changed] = await db.$queryRaw<{ version: number }[]>`
    UPDATE operator SET password_hash = ${passwordHash}, password_version = password_version + 1
    WHERE name = ${ADMIN} AND password_version = ${known.passwordVersion} RETURNING password_version AS version`
  // Another process was faster: perhaps with the same password.
  return changed?.version ?? readVersion(ctx)
}
