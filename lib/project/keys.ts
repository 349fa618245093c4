import { oneOf } from "@/lib/closed-list"
import type { Context } from "@/lib/context"
import { NotFound, StateMismatch, ValidationError } from "@/lib/errors"
import { type Page, pageOf } from "@/lib/page"
import type { Secret } from "@/lib/secret"
import { checkOrigin } from "@/lib/web-address"
import { createKeyText, hashOfKey } from "./key-text"
import { type ApiKey, KEY_KINDS, KEY_SCOPES, type KeyKind, type KeyScope } from "./types"

export interface CreateKeyInput {
  projectId: bigint
  kind: KeyKind
  name: string
  /** of a secret key; all without it. A publishable key pays, and no more. */
  scopes?: KeyScope[]
  /** of a publishable key: the pages on which it works, as `https://shop.example` */
  origins?: string[]
  expiresAt?: Date
}

/** A key as it was made, with the text that nobody can read again. */
export interface CreatedKey extends ApiKey {
  text: Secret
}

/**
 * Makes a key of a project.
 *
 * @throws ValidationError for scopes or origins that this kind of key cannot have, and an end that has passed
 * @throws NotFound for an unknown project
 */
export async function createKey(ctx: Context, input: CreateKeyInput): Promise<CreatedKey> {
  const { projectId, kind, name, expiresAt = null } = input
  const terms = termsOf(ctx, input)
  if ((await ctx.db.project.count({ where: { id: projectId } })) === 0)
    throw new NotFound("There is no project with this id.")
  const { text, prefix } = createKeyText(ctx.config.network, kind)
  const row = await ctx.db.apiKey.create({
    data: { projectId, kind, name, ...terms, expiresAt, prefix, hash: hashOfKey(text.reveal()) },
  })
  return { ...keyOf(row), text }
}

function termsOf({ config }: Context, input: CreateKeyInput): { scopes: KeyScope[]; origins: string[] } {
  const { kind, scopes, origins = [] } = input
  if (input.expiresAt && input.expiresAt.getTime() <= Date.now())
    throw ValidationError.field("expires_at", "must be in the future", { reason: "in_the_past" })
  if (kind === "secret") {
    if (origins.length > 0)
      throw ValidationError.field("origins", "A secret key belongs on a server and on no page. Leave origins out.")
    return { scopes: KEY_SCOPES.filter((scope) => scopes === undefined || scopes.includes(scope)), origins: [] }
  }
  if (scopes !== undefined && (scopes.length !== 1 || scopes[0] !== "pay"))
    throw ValidationError.field("scopes", 'Anybody can read a publishable key in the page: it can have "pay" alone.')
  if (origins.length === 0)
    throw ValidationError.field("origins", "Name the pages on which the key works, such as https://shop.example.")
  return { scopes: ["pay"], origins: origins.map((origin, i) => checkOrigin(config.network, `origins[${i}]`, origin)) }
}

/** The keys of a project, the newest first. */
export async function listKeys(
  { db }: Context,
  filter: { projectId: bigint; cursor?: bigint; limit: number },
): Promise<Page<ApiKey>> {
  const rows = await db.apiKey.findMany({
    where: { projectId: filter.projectId, ...(filter.cursor === undefined ? {} : { id: { lt: filter.cursor } }) },
    orderBy: { id: "desc" },
    take: filter.limit + 1,
  })
  return pageOf(rows.map(keyOf), filter.limit)
}

/**
 * Ends a key at once and for good. Again is no error.
 *
 * @throws NotFound when the project has no such key
 */
export async function revokeKey({ db }: Context, { projectId, id }: KeyOfProject): Promise<ApiKey> {
  await db.$executeRaw`
    UPDATE api_key SET revoked_at = now() WHERE id = ${id} AND project_id = ${projectId} AND revoked_at IS NULL`
  return getKey({ db }, { projectId, id })
}

/**
 * Makes a key that may do the same, and ends the old one after a while, so that the program which has it can be given
 * the new one meanwhile.
 *
 * @param input.overlapSeconds how long both work; 0 ends the old one at once
 * @throws NotFound when the project has no such key
 * @throws StateMismatch for one that has ended, or has been rotated
 */
export async function rotateKey(
  ctx: Context,
  { projectId, id, overlapSeconds }: KeyOfProject & { overlapSeconds: number },
): Promise<CreatedKey> {
  const { kind, name, scopes, origins } = await getKey(ctx, { projectId, id })
  const { text, prefix } = createKeyText(ctx.config.network, kind)
  return ctx.db.$transaction(async (db) => {
    const ended = await db.$executeRaw`
      UPDATE api_key SET expires_at = least(expires_at, now() + ${overlapSeconds} * interval '1 second')
      WHERE id = ${id} AND project_id = ${projectId} AND revoked_at IS NULL AND coalesce(expires_at > now(), true)
        AND NOT EXISTS (SELECT FROM api_key next WHERE next.replaces = ${id})`
    if (ended === 0)
      throw new StateMismatch("This key has ended, or has been rotated already. Nothing changed. Make a new key.")
    const row = await db.apiKey.create({
      data: { projectId, kind, name, scopes, origins, prefix, hash: hashOfKey(text.reveal()), replaces: id },
    })
    return { ...keyOf(row), text }
  })
}

interface KeyOfProject {
  projectId: bigint
  id: bigint
}

async function getKey({ db }: Pick<Context, "db">, { projectId, id }: KeyOfProject): Promise<ApiKey> {
  const row = await db.apiKey.findFirst({ where: { id, projectId } })
  if (!row) throw new NotFound("This project has no key with this id.")
  return keyOf(row)
}

interface KeyRow extends Omit<ApiKey, "kind" | "scopes"> {
  kind: string
  scopes: string[]
}

function keyOf(row: KeyRow): ApiKey {
  const { id, projectId, kind, name, prefix, scopes, origins, createdAt, expiresAt, revokedAt, lastUsedAt } = row
  return {
    ...{ id, projectId, name, prefix, origins, createdAt, expiresAt, revokedAt, lastUsedAt },
    kind: oneOf(KEY_KINDS, kind),
    scopes: scopes.map((scope) => oneOf(KEY_SCOPES, scope)),
  }
}
