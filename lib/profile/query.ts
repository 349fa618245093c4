import type { Context } from "@/lib/context"
import { NotFound } from "@/lib/errors"
import { Prisma } from "@/lib/generated/prisma/client"
import { fromHex, type Hex } from "@/lib/hex"
import { type Shannons, shannons } from "@/lib/money"
import { NAMES_OF_LOCK } from "./name"

/** A receiver's own page, `/u/NAME`. */
export interface Profile {
  name: string
  address: string
  displayName: string
  /** for payers to read */
  message: string | null
  /** shannons; amounts to pick from */
  presets: Shannons[]
}

/** What a receiver has of it: the page, if it is there, and how many names they may still choose. */
export interface OwnProfile {
  profile: Profile | null
  namesLeft: number
}

/**
 * Whose page a name leads to: of the one who has it, or had it last. Who has chosen another name since is found by the
 * old one too, so that money by an old card reaches its owner. Who has none any more is not found.
 *
 * @throws NotFound
 */
export async function findProfile(ctx: Context, name: string): Promise<Profile> {
  const [row] = await selectProfiles(
    ctx,
    Prisma.sql`
      p.lock_hash = (SELECT o.lock_hash FROM profile_name o WHERE o.name = ${name} ORDER BY o.id DESC LIMIT 1)`,
  )
  if (!row) throw new NotFound("There is no page with this name. Nothing was paid.")
  return row
}

/** The page of a lock. Most have none. */
export async function profileOf(ctx: Context, lockHash: Hex): Promise<OwnProfile> {
  const lock = fromHex(lockHash)
  const [[profile], [names]] = await Promise.all([
    selectProfiles(ctx, Prisma.sql`p.lock_hash = ${lock}`),
    ctx.db.$queryRaw<{ count: bigint }[]>`SELECT count(*) AS count FROM profile_name WHERE lock_hash = ${lock}`,
  ])
  return { profile: profile ?? null, namesLeft: NAMES_OF_LOCK - Number(names?.count ?? 0) }
}

interface ProfileRow {
  name: string
  address: string
  display_name: string
  message: string | null
  presets: bigint[]
}

async function selectProfiles({ db }: Context, where: Prisma.Sql): Promise<Profile[]> {
  const rows = await db.$queryRaw<ProfileRow[]>`
    SELECT n.name, p.address, p.display_name, p.message, p.presets
    FROM profile p JOIN profile_name n ON n.lock_hash = p.lock_hash AND n.released_at IS NULL
    WHERE ${where}`
  return rows.map((row) => ({
    name: row.name,
    address: row.address,
    displayName: row.display_name,
    message: row.message,
    presets: row.presets.map(shannons),
  }))
}
