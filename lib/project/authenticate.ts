import { oneOf } from "@/lib/closed-list"
import type { Context } from "@/lib/context"
import { KeyRevoked, OriginNotAllowed, Unauthorized } from "@/lib/errors"
import { hashOfKey, isKeyText } from "./key-text"
import { KEY_KINDS, KEY_SCOPES, type KeyKind, type KeyScope } from "./types"

/** In whose name a program asks, and what its key lets it do. */
export interface KeyHolder {
  projectId: bigint
  keyId: bigint
  kind: KeyKind
  scopes: KeyScope[]
}

interface Row {
  id: bigint
  project_id: bigint
  kind: string
  scopes: string[]
  origins: string[]
  state: "works" | "revoked" | "expired"
  is_used_again: boolean
}

/**
 * Whose key this is. One statement, by the hash, however many keys there are; a second one once a minute, for its last
 * use.
 *
 * @param origin of the page that asks, as its browser says
 * @throws Unauthorized for a text that is no key, or an unknown one
 * @throws KeyRevoked for one that has ended
 * @throws OriginNotAllowed for a publishable key on a page that it does not belong to, or on none
 */
export async function authenticateKey({ db }: Pick<Context, "db">, text: string, origin: string | null) {
  if (!isKeyText(text))
    throw new Unauthorized(
      "This is not a complete API key: it begins with mp_ and has a checksum. Nothing was done. Copy it again.",
    )
  const [row] = await db.$queryRaw<Row[]>`
    SELECT id, project_id, kind, scopes, origins,
      CASE WHEN revoked_at IS NOT NULL THEN 'revoked' WHEN expires_at <= now() THEN 'expired' ELSE 'works' END AS state,
      coalesce(last_used_at < now() - interval '1 minute', true) AS is_used_again
    FROM api_key WHERE hash = ${hashOfKey(text)}`
  if (!row) throw new Unauthorized("Nobody has this API key here. Nothing was done. Is it another platform's?")
  if (row.state !== "works")
    throw new KeyRevoked(`This API key ${row.state === "revoked" ? "was revoked" : "has expired"}. Nothing was done.`)
  const kind = oneOf(KEY_KINDS, row.kind)
  if (kind === "publishable" && (origin === null || !row.origins.includes(origin)))
    throw new OriginNotAllowed("This publishable key does not belong to the page that uses it. Nothing was done.", {
      details: { origin },
    })
  if (row.is_used_again)
    await db.$executeRaw`
    UPDATE api_key SET last_used_at = now()
    WHERE id = ${row.id} AND coalesce(last_used_at < now() - interval '1 minute', true)`
  const holder: KeyHolder = {
    projectId: row.project_id,
    keyId: row.id,
    kind,
    scopes: row.scopes.map((scope) => oneOf(KEY_SCOPES, scope)),
  }
  return holder
}
