import { createCipheriv, createDecipheriv, randomBytes } from "node:crypto"
import { TOTP, Secret as TotpSecret } from "otpauth"
import type { OperatorActor } from "@/lib/actor"
import { audit } from "@/lib/audit"
import type { Context } from "@/lib/context"
import type { Db, DbTransaction } from "@/lib/db"
import { Forbidden, StateMismatch, ValidationError } from "@/lib/errors"
import { installationKey } from "@/lib/session/installation-key"
import { endSessionsOf } from "@/lib/session/store"

/** RFC 6238 as every authenticator app does it: SHA-1, six digits, 30 seconds; and a clock may be off by 30. */
const PERIOD = 30
const WINDOW = 1

/**
 * Begins to set up the second factor: a new secret, which counts from its first code on. Possible with the password
 * alone, so only while it is open: on the first day, and for an hour after a command on the machine has said so.
 * Otherwise whoever has found out a password could bring a second factor of their own.
 *
 * @throws StateMismatch when there is one already; Forbidden when it is not open
 */
export async function beginEnrolment(ctx: Context, name: string): Promise<{ secret: string; uri: string }> {
  const secret = new TotpSecret({ size: 20 })
  const sealed = await seal(ctx.db, name, secret.buffer)
  const begun = await ctx.db.$executeRaw`
    UPDATE operator SET totp_pending = ${sealed}
    WHERE name = ${name} AND totp_secret IS NULL AND enrol_until > now()`
  if (begun === 0) throw await whyNot(ctx, name)
  const host = ctx.config.publicOrigin ? new URL(ctx.config.publicOrigin).host : ctx.config.network
  const uri = new TOTP({ issuer: `micro-pay ${host}`, label: name, secret, period: PERIOD }).toString()
  return { secret: secret.base32, uri }
}

async function whyNot(ctx: Context, name: string): Promise<StateMismatch | Forbidden> {
  const known = await ctx.db.operator.findUnique({ where: { name }, select: { totpSecret: true } })
  if (known?.totpSecret)
    return new StateMismatch(
      `The second factor is set up already. A new one needs the machine: npm run operator -- reset-totp ${name} --reason "…".`,
    )
  return new Forbidden(
    `The time to set up the second factor is over. Open an hour for it on the machine: npm run operator -- reset-totp ${name} --reason "…".`,
  )
}

/**
 * The first code makes the new secret the second factor. All sessions of this operator end, for they were begun without
 * it.
 *
 * @throws ValidationError for a wrong code; StateMismatch when none waits
 */
export async function finishEnrolment(ctx: Context<OperatorActor>, code: string): Promise<void> {
  const { name } = ctx.actor
  const known = await ctx.db.operator.findUniqueOrThrow({ where: { name } })
  if (!known.totpPending) throw new StateMismatch("No second factor waits for its first code. Begin again.")
  const step = await stepOf(ctx.db, name, known.totpPending, code)
  if (step === undefined) throw ValidationError.field("code", "is not the app's code of now", { reason: "wrong_code" })
  await ctx.db.$transaction(async (db) => {
    const done = await db.$executeRaw`
      UPDATE operator SET totp_secret = totp_pending, totp_pending = NULL, enrol_until = NULL, totp_step = ${step}
      WHERE name = ${name} AND totp_pending = ${known.totpPending} AND totp_secret IS NULL AND enrol_until > now()`
    if (done === 0) throw new StateMismatch("Another second factor was begun meanwhile. Begin again.")
    await endSessionsOf(db, { operator: name })
    await audit(db, ctx, { action: "enrol", subject: name, reason: "second factor set up" })
  })
}

/**
 * Whether the code is right, and was not used before: the guarded update makes each count once, also of two at the same
 * instant.
 */
export async function useCode(db: Db, name: string, sealed: Uint8Array, code: string): Promise<boolean> {
  const step = await stepOf(db, name, sealed, code)
  if (step === undefined) return false
  const used = await db.$executeRaw`
    UPDATE operator SET totp_step = ${step}
    WHERE name = ${name} AND totp_secret = ${sealed} AND (totp_step IS NULL OR totp_step < ${step})`
  return used === 1
}

/** Which 30 seconds the code is of, by the database's clock. */
async function stepOf(db: Db, name: string, sealed: Uint8Array, code: string): Promise<bigint | undefined> {
  const secret = new TotpSecret({ buffer: await open(db, name, sealed) })
  const [{ now } = { now: new Date() }] = await db.$queryRaw<{ now: Date }[]>`SELECT now() AS now`
  const timestamp = now.getTime()
  const delta = new TOTP({ secret, period: PERIOD }).validate({ token: code, timestamp, window: WINDOW })
  return delta === null ? undefined : BigInt(Math.floor(timestamp / 1000 / PERIOD) + delta)
}

/** AES-256-GCM, bound to the operator's name: nonce, tag, ciphertext. */
async function seal(db: Db, name: string, secret: ArrayBufferLike): Promise<Uint8Array<ArrayBuffer>> {
  const nonce = randomBytes(12)
  const cipher = createCipheriv("aes-256-gcm", await installationKey(db, "second factor"), nonce).setAAD(
    Buffer.from(name),
  )
  const text = Buffer.concat([cipher.update(Buffer.from(secret)), cipher.final()])
  return new Uint8Array(Buffer.concat([nonce, cipher.getAuthTag(), text]))
}

async function open(db: Db, name: string, sealed: Uint8Array): Promise<ArrayBuffer> {
  const bytes = Buffer.from(sealed)
  const key = await installationKey(db, "second factor")
  const decipher = createDecipheriv("aes-256-gcm", key, bytes.subarray(0, 12))
    .setAAD(Buffer.from(name))
    .setAuthTag(bytes.subarray(12, 28))
  return new Uint8Array(Buffer.concat([decipher.update(bytes.subarray(28)), decipher.final()])).buffer
}

/**
 * Takes the second factor away and opens an hour to set up another: for the command on the machine alone, as the way
 * out for a lost phone. All sessions end.
 */
export async function resetSecondFactor(db: DbTransaction, name: string): Promise<boolean> {
  const reset = await db.$executeRaw`
    UPDATE operator SET totp_secret = NULL, totp_pending = NULL, enrol_until = now() + interval '1 hour'
    WHERE name = ${name} AND disabled_at IS NULL`
  await endSessionsOf(db, { operator: name })
  return reset === 1
}
