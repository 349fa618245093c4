import { type Party, requirePayable } from "@/lib/chain/address"
import type { Context } from "@/lib/context"
import type { DbTransaction } from "@/lib/db"
import { NameUnavailable, ValidationError } from "@/lib/errors"
import { fromHex } from "@/lib/hex"
import type { Shannons } from "@/lib/money"
import { isReserved, NAMES_OF_LOCK } from "./name"
import { type OwnProfile, profileOf } from "./query"

/** What is absent stays as it is. */
export interface ProfileChange {
  /** null takes the page down */
  name?: string | null
  displayName?: string
  message?: string | null
  /** shannons, > 0 */
  presets?: Shannons[]
}

/**
 * Makes or changes a receiver's own page. The caller has made sure that the owner of the lock asks.
 *
 * A name that is left goes to nobody else for 90 days, and a lock gets six names in all: who pays by an old card must
 * not pay a stranger, and names are not collected. The database holds both.
 *
 * @throws NameUnavailable for a name that is somebody's, was until lately, is reserved, or is one too many
 * @throws ValidationError for an address that cannot be paid, and for a page without a name to be shown
 */
export async function setProfile(ctx: Context, party: Party, change: ProfileChange): Promise<OwnProfile> {
  if (change.presets && new Set(change.presets).size < change.presets.length)
    throw ValidationError.field("presets", "One amount is there twice.")
  if (change.name && isReserved(change.name)) throw unavailable("reserved")
  await requirePayable(ctx.chain, party, "address")
  const lockHash = fromHex(party.lockHash)
  await ctx.db.$transaction(async (db) => {
    await writeWords(db, party, change)
    // From here on whoever else changes this page waits.
    await db.$executeRaw`SELECT FROM profile WHERE lock_hash = ${lockHash} FOR UPDATE`
    if (change.name !== undefined) await takeName(db, lockHash, change.name)
  })
  return profileOf(ctx, party.lockHash)
}

async function writeWords(db: DbTransaction, { address, lockHash }: Party, change: ProfileChange): Promise<void> {
  const { displayName, message, presets } = change
  const where = { lockHash: fromHex(lockHash) }
  if (displayName !== undefined) {
    const first = { ...where, address, displayName, message, presets }
    await db.profile.createMany({ data: [first], skipDuplicates: true })
  } else if ((await db.profile.count({ where })) === 0) {
    throw ValidationError.field("display_name", "is missing")
  }
  await db.profile.update({ where, data: { address, displayName, message, presets } })
}

async function takeName(db: DbTransaction, lockHash: Uint8Array<ArrayBuffer>, name: string | null): Promise<void> {
  const [own] = await db.$queryRaw<{ name: string }[]>`
    SELECT name FROM profile_name WHERE lock_hash = ${lockHash} AND released_at IS NULL`
  if ((own?.name ?? null) === name) return
  if (name !== null) {
    // Two who want one name come one after the other, and the second is told.
    await db.$executeRaw`SELECT pg_advisory_xact_lock(hashtext('profile name'), hashtext(${name}))`
    const [found] = await db.$queryRaw<{ taken: boolean; had: bigint }[]>`
      SELECT EXISTS (SELECT FROM profile_name WHERE name = ${name} AND lock_hash <> ${lockHash}
          AND (released_at IS NULL OR released_at > now() - interval '90 days')) AS taken,
        (SELECT count(*) FROM profile_name WHERE lock_hash = ${lockHash}) AS had`
    if (found?.taken) throw unavailable("taken")
    if (Number(found?.had) >= NAMES_OF_LOCK) throw unavailable("used_up")
  }
  await db.$executeRaw`
    UPDATE profile_name SET released_at = now() WHERE lock_hash = ${lockHash} AND released_at IS NULL`
  if (name !== null) await db.$executeRaw`INSERT INTO profile_name (name, lock_hash) VALUES (${name}, ${lockHash})`
}

const REASONS = {
  taken: "Somebody has this name, or had it until lately.",
  reserved: "This name is kept for the platform.",
  used_up: `An address gets ${NAMES_OF_LOCK} names in all, and this one has had them.`,
}

/** When a name will be free is not told: nobody should lie in wait for it. */
function unavailable(reason: keyof typeof REASONS): NameUnavailable {
  return new NameUnavailable(`${REASONS[reason]} Nothing changed.`, { details: { name_is: reason } })
}
