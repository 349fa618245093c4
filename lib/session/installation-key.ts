import { hkdfSync, randomBytes } from "node:crypto"
import type { Db } from "@/lib/db"

/** What a key is for. Each gets its own, so that what one has sealed means nothing to another. */
export type KeyPurpose =
  | "operator session"
  | "wallet session"
  | "device"
  | "second factor"
  | "payment share"
  | "webhook"
  | "project return"

const secrets = new WeakMap<Db, Promise<Uint8Array>>()

/**
 * A key of this installation for one purpose, derived by HKDF (RFC 5869) from a random secret that is made when it is
 * first needed. No password is in it, so nothing that is sealed with it helps to guess one.
 *
 * @returns 32 bytes
 */
export async function installationKey(db: Db, purpose: KeyPurpose): Promise<Buffer> {
  return Buffer.from(hkdfSync("sha256", await secretOf(db), "", `micro-pay ${purpose}`, 32))
}

function secretOf(db: Db): Promise<Uint8Array> {
  const known = secrets.get(db)
  if (known) return known
  const secret = readSecret(db)
  secrets.set(db, secret)
  // A database that was down is asked again.
  secret.catch(() => secrets.delete(db))
  return secret
}

/** Of several processes that start at once, the first one's secret stays. */
async function readSecret(db: Db): Promise<Uint8Array> {
  const known = await db.installationSecret.findUnique({ where: { id: 1 } })
  if (known) return known.secret
  await db.$executeRaw`
    INSERT INTO installation_secret (secret) VALUES (${randomBytes(32)}) ON CONFLICT DO NOTHING`
  return (await db.installationSecret.findUniqueOrThrow({ where: { id: 1 } })).secret
}
