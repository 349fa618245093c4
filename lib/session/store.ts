import { createHash, randomBytes } from "node:crypto"
import type { Db, DbTransaction } from "@/lib/db"
import { fromHex, type Hex, toHex } from "@/lib/hex"
import type { Role } from "@/lib/roles"

/** Signing in again and again leaves no more than these, the newest, of one person or wallet. */
const SESSIONS_KEPT = 20

interface Begin {
  seconds: number
  of: { operator: string; passwordVersion: number; secondFactor: boolean } | { lockHash: Hex; address: string }
}

/** @returns a random token that only the cookie holds: who reads the database cannot sign in with what is there */
export async function beginSession(db: Db, { seconds, of }: Begin): Promise<string> {
  const token = randomBytes(32).toString("base64url")
  const who = "operator" in of ? { operator: of.operator } : { lockHash: of.lockHash }
  const columns =
    "operator" in of
      ? { operatorName: of.operator, passwordVersion: of.passwordVersion, secondFactor: of.secondFactor }
      : { lockHash: fromHex(of.lockHash), address: of.address }
  await db.$transaction(async (tx) => {
    const [{ end } = { end: new Date(0) }] = await tx.$queryRaw<{ end: Date }[]>`
      SELECT now() + ${seconds} * interval '1 second' AS "end"`
    await tx.session.create({ data: { tokenHash: hashOf(token), expiresAt: end, ...columns } })
    await keepNewest(tx, who)
  })
  return token
}

async function keepNewest(db: DbTransaction, who: { operator: string } | { lockHash: Hex }): Promise<void> {
  const where = "operator" in who ? { operatorName: who.operator } : { lockHash: fromHex(who.lockHash) }
  const old = await db.session.findMany({
    where,
    orderBy: [{ createdAt: "desc" }, { tokenHash: "asc" }],
    skip: SESSIONS_KEPT,
    select: { tokenHash: true },
  })
  if (old.length > 0) await db.session.deleteMany({ where: { tokenHash: { in: old.map((row) => row.tokenHash) } } })
}

export interface OperatorSession {
  name: string
  roles: Role[]
  passwordVersion: number
  /** A second factor is set up, and proven in this session */
  enrolled: boolean
  secondFactor: boolean
}

/** By primary keys; none when it has ended, its password is an old one, or the operator may no longer sign in. */
export async function findOperatorSession(db: Db, token: string): Promise<OperatorSession | undefined> {
  const [row] = await db.$queryRaw<OperatorSession[]>`
    SELECT o.name, o.roles, o.password_version AS "passwordVersion", o.totp_secret IS NOT NULL AS enrolled,
      s.second_factor AND o.totp_secret IS NOT NULL AS "secondFactor"
    FROM session s JOIN operator o ON o.name = s.operator_name AND o.password_version = s.password_version
    WHERE s.token_hash = ${hashOf(token)} AND s.expires_at > now() AND o.disabled_at IS NULL`
  return row
}

/** By the primary key. */
export async function findWalletSession(
  db: Db,
  token: string,
): Promise<{ address: string; lockHash: Hex } | undefined> {
  const [row] = await db.$queryRaw<{ address: string; lockHash: Uint8Array }[]>`
    SELECT address, lock_hash AS "lockHash" FROM session
    WHERE token_hash = ${hashOf(token)} AND expires_at > now() AND lock_hash IS NOT NULL`
  return row && { address: row.address, lockHash: toHex(row.lockHash) }
}

export async function endSession(db: Db, token: string): Promise<void> {
  await db.session.deleteMany({ where: { tokenHash: hashOf(token) } })
}

/** Signs out everywhere. */
export async function endSessionsOf(
  db: Db | DbTransaction,
  who: { operator: string } | { lockHash: Hex },
): Promise<void> {
  const where = "operator" in who ? { operatorName: who.operator } : { lockHash: fromHex(who.lockHash) }
  await db.session.deleteMany({ where })
}

/** Of a session's token. */
export function hashOf(token: string): Uint8Array<ArrayBuffer> {
  return new Uint8Array(createHash("sha256").update(token).digest())
}
