/**
 * The operator's projects and their keys, for programs on machines that the operator runs.
 *
 *   npm run project -- create NAME           makes a project and prints a first secret key, this once
 *   npm run project -- list                  all projects, the newest first
 *   npm run project -- keys ID               the keys of a project, without what they are
 *   npm run project -- key ID NAME           makes one more secret key, and prints it this once; with --origin URL,
 *                                            once or more, a publishable one for the pages of these origins
 *   npm run project -- revoke ID KEY_ID      ends a key at once and for good
 */
import { parseArgs } from "node:util"
import type { Context } from "@/lib/context"
import { createProject } from "@/lib/project/create"
import { createKey, listKeys, revokeKey } from "@/lib/project/keys"
import { listProjects } from "@/lib/project/query"
import { runWithContext, say } from "./command-context"

const USAGE = "Say one of: create NAME; list; keys ID; key ID NAME [--origin URL]; revoke ID KEY_ID."
/** What one looks through by eye. */
const SHOWN = 200

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: { origin: { type: "string", multiple: true } },
})

await runWithContext(async (ctx) => {
  const [command, first, second] = positionals
  if (command === "create" && first) {
    const { id, name, publicKey } = await createProject(ctx, { name: first })
    say(`Project ${id}, ${name}. Payers bring back signatures that ${publicKey} checks.`)
    return makeKey(ctx, id, "first key")
  }
  if (command === "list") {
    const { items } = await listProjects(ctx, { limit: SHOWN })
    for (const { id, name, owner } of items) say(`${id}  ${name}  ${owner?.address ?? "the operator's"}`)
    return
  }
  if (command === "keys") {
    for (const { id, kind, name, prefix, revokedAt, lastUsedAt } of await keysOf(ctx, idOf(first)))
      say(
        `${id}  ${prefix}…  ${kind}  ${name}  ${revokedAt ? "revoked" : `last used ${lastUsedAt?.toISOString() ?? "never"}`}`,
      )
    return
  }
  if (command === "key" && second) return makeKey(ctx, idOf(first), second, values.origin)
  if (command === "revoke") {
    await revokeKey(ctx, { projectId: idOf(first), id: idOf(second) })
    return say("Revoked.")
  }
  throw new Error(USAGE)
})

async function makeKey(ctx: Context, projectId: bigint, name: string, origins?: string[]): Promise<void> {
  const kind = origins ? "publishable" : "secret"
  const { text, scopes } = await createKey(ctx, { projectId, kind, name, ...(origins ? { origins } : {}) })
  say(`${origins ? "Publishable" : "Secret"} key, which is not shown again (${scopes.join(", ")}):`)
  say(text.reveal())
}

async function keysOf(ctx: Context, projectId: bigint) {
  return (await listKeys(ctx, { projectId, limit: SHOWN })).items
}

function idOf(text: string | undefined): bigint {
  if (text === undefined || !/^[1-9]\d{0,17}$/.test(text)) throw new Error(USAGE)
  return BigInt(text)
}
