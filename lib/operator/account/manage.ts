import { nameOf, type Person } from "@/lib/actor"
import { type AuditEntry, audit } from "@/lib/audit"
import type { Context } from "@/lib/context"
import type { DbTransaction } from "@/lib/db"
import { NotFound, StateMismatch, ValidationError } from "@/lib/errors"
import { ADMIN, isOperatorName, ROLES, type Role } from "@/lib/roles"
import { endSessionsOf } from "@/lib/session/store"
import { hashPassword, makePassword, weakness } from "./password"
import { resetSecondFactor } from "./second-factor"

/**
 * Adds a person who may sign in, with a password that is told once. They have a day to set up their second factor.
 *
 * @throws ValidationError for a name that cannot be one; StateMismatch when it is taken, also by one who was disabled:
 *   the audit log must never mean two people by one name
 */
export async function addOperator(
  ctx: Context<Person>,
  { name, roles }: { name: string; roles: readonly Role[] },
  reason: string,
): Promise<{ password: string }> {
  if (!isOperatorName(name))
    throw ValidationError.field("name", "begins with a small letter; up to 32 small letters, digits, dots, dashes")
  const password = makePassword()
  const passwordHash = await hashPassword(password)
  const all = withLook(roles)
  await ctx.db.$transaction(async (db) => {
    const added = await db.$executeRaw`
      INSERT INTO operator (name, roles, password_hash, enrol_until)
      VALUES (${name}, ${all}, ${passwordHash}, now() + interval '24 hours') ON CONFLICT DO NOTHING`
    if (added === 0) throw new StateMismatch(`There is, or was, an operator ${name} already. Choose another name.`)
    await audit(db, ctx, { action: "add_operator", subject: `${name} (${all.join(", ")})`, reason })
  })
  return { password }
}

/** Counts at once, in open sessions too. @throws NotFound */
export async function changeRoles(
  ctx: Context<Person>,
  name: string,
  roles: readonly Role[],
  reason: string,
): Promise<void> {
  const all = withLook(roles)
  const entry = { action: "change_roles", subject: `${name} (${all.join(", ")})`, reason } as const
  await change(
    ctx,
    name,
    entry,
    (db) => db.$executeRaw`UPDATE operator SET roles = ${all} WHERE name = ${name} AND disabled_at IS NULL`,
  )
}

/** Everybody may look. */
function withLook(roles: readonly Role[]): Role[] {
  return ROLES.filter((role) => role === "look" || roles.includes(role))
}

/**
 * Ends all sessions and what they have proposed; who is disabled can neither sign in nor use HTTP Basic.
 *
 * @throws NotFound
 */
export async function disableOperator(ctx: Context<Person>, name: string, reason: string): Promise<void> {
  await change(ctx, name, { action: "disable_operator", subject: name, reason }, async (db) => {
    await endSessionsOf(db, { operator: name })
    await db.$executeRaw`
      UPDATE operator_decision SET withdrawn_at = now()
      WHERE actor = ${nameOf({ kind: "operator", name })} AND expires_at > now() AND confirmed_at IS NULL
        AND withdrawn_at IS NULL`
    return db.$executeRaw`UPDATE operator SET disabled_at = now() WHERE name = ${name} AND disabled_at IS NULL`
  })
}

/** @throws NotFound */
export async function enableOperator(ctx: Context<Person>, name: string, reason: string): Promise<void> {
  await change(
    ctx,
    name,
    { action: "enable_operator", subject: name, reason },
    (db) => db.$executeRaw`UPDATE operator SET disabled_at = NULL WHERE name = ${name} AND disabled_at IS NOT NULL`,
  )
}

/** The way out for a lost phone; see `resetSecondFactor`. @throws NotFound */
export async function resetOperator(ctx: Context<Person>, name: string, reason: string): Promise<void> {
  await change(ctx, name, { action: "reset_second_factor", subject: name, reason }, async (db) =>
    Number(await resetSecondFactor(db, name)),
  )
}

/**
 * Another password: a made one, or what the operator has chosen. Ends the sessions and what devices remember.
 *
 * @throws NotFound, also for admin, whose password is ADMIN_PASSWORD; ValidationError for a weak one
 */
export async function changePassword(
  ctx: Context<Person>,
  name: string,
  reason: string,
  chosen?: string,
): Promise<string> {
  if (name === ADMIN) throw new NotFound("The password of admin is ADMIN_PASSWORD: change it there, and start again.")
  const weak = chosen === undefined ? undefined : weakness(chosen)
  if (weak) throw ValidationError.field("password", weak, { reason: "weak_password" })
  const password = chosen ?? makePassword()
  const passwordHash = await hashPassword(password)
  await change(ctx, name, { action: "new_password", subject: name, reason }, async (db) => {
    await endSessionsOf(db, { operator: name })
    return db.$executeRaw`
      UPDATE operator SET password_hash = ${passwordHash}, password_version = password_version + 1
      WHERE name = ${name} AND disabled_at IS NULL`
  })
  return password
}

export interface OperatorRecord {
  name: string
  roles: string[]
  enrolled: boolean
  disabledAt: Date | null
  sessions: number
}

export async function listOperators({ db }: Context): Promise<OperatorRecord[]> {
  const rows = await db.operator.findMany({
    include: { _count: { select: { sessions: true } } },
    orderBy: { name: "asc" },
  })
  return rows.map(({ name, roles, totpSecret, disabledAt, _count }) => ({
    ...{ name, roles, disabledAt },
    enrolled: totpSecret !== null,
    sessions: _count.sessions,
  }))
}

async function change(
  ctx: Context<Person>,
  name: string,
  entry: AuditEntry,
  update: (db: DbTransaction) => Promise<number>,
): Promise<void> {
  await ctx.db.$transaction(async (db) => {
    if ((await update(db)) === 0) throw new NotFound(`There is no operator ${name} with whom this can be done.`)
    await audit(db, ctx, entry)
  })
}
