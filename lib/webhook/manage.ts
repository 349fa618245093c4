import { oneOf } from "@/lib/closed-list"
import type { Context } from "@/lib/context"
import type { DbTransaction } from "@/lib/db"
import { NotFound, StateMismatch } from "@/lib/errors"
import { EVENT_TYPES, type EventType } from "@/lib/event/types"
import { fromHex, type Hex } from "@/lib/hex"
import { type Page, pageOf } from "@/lib/page"
import { checkWebhookUrl } from "@/lib/web-address"
import { secretsOf, type WebhookSecrets } from "./secrets"
import { DISABLED_FOR, type Webhook } from "./types"

/** A project has a handful of servers; a thousand webhooks would be a way to make this one call strangers. */
const MAX_WEBHOOKS = 20

/** A webhook with what its messages are signed with: for its makers, and not to be read again. */
export interface WebhookWithSecrets extends Webhook, WebhookSecrets {}

/**
 * Makes a webhook: from now on it hears of the project's events.
 *
 * @param input.types of which events; absent or empty: of all
 * @throws ValidationError for an address that cannot be called
 * @throws StateMismatch when the project has as many as it may have
 */
export async function createWebhook(
  ctx: Context,
  input: { projectId: bigint; url: string; types?: EventType[]; description?: string },
): Promise<WebhookWithSecrets> {
  const { projectId, types = [], description = null } = input
  const url = checkWebhookUrl(ctx.config.network, input.url)
  const [row] = await ctx.db.$transaction(async (tx) => {
    await skipWhatNobodyHeard(tx)
    return tx.$queryRaw<{ id: bigint }[]>`
      INSERT INTO webhook (project_id, url, types, description)
      SELECT ${projectId}, ${url}, ${[...new Set(types)]}::text[], ${description}
      WHERE (SELECT count(*) FROM webhook WHERE project_id = ${projectId}) < ${MAX_WEBHOOKS}
      RETURNING id`
  })
  if (!row) throw new StateMismatch(`A project has at most ${MAX_WEBHOOKS} webhooks. Nothing was made.`)
  return { ...(await getWebhook(ctx, row.id)), ...(await secretsOf(ctx.db, { id: row.id, version: 1 })) }
}

/**
 * While there was no webhook, nobody handed events on (`fan-out.ts`): the first one begins with what happens now. The
 * cursor is locked until its webhook is there, so that nobody makes a first one beside it; who has waited looks anew.
 */
async function skipWhatNobodyHeard(tx: DbTransaction): Promise<void> {
  await tx.$queryRaw`SELECT event_id FROM webhook_cursor WHERE id = 1 FOR UPDATE`
  await tx.$executeRaw`
    UPDATE webhook_cursor SET event_id =
      greatest(event_id, (SELECT max(id) FROM event WHERE id <= (SELECT event_horizon())))
    WHERE id = 1 AND NOT EXISTS (SELECT FROM webhook)`
}

/** @throws NotFound */
export async function getWebhook({ db }: Pick<Context, "db">, id: bigint): Promise<Webhook> {
  const row = await db.webhook.findUnique({ where: { id } })
  if (!row) throw new NotFound("There is no webhook with this id.")
  return webhookOf(row)
}

/** The webhooks of a project, the newest first. */
export async function listWebhooks(
  { db }: Context,
  filter: { projectId: bigint; cursor?: bigint; limit: number },
): Promise<Page<Webhook>> {
  const rows = await db.webhook.findMany({
    where: { projectId: filter.projectId, ...(filter.cursor === undefined ? {} : { id: { lt: filter.cursor } }) },
    orderBy: { id: "desc" },
    take: filter.limit + 1,
  })
  return pageOf(rows.map(webhookOf), filter.limit)
}

/**
 * Gives a webhook new secrets. Both sign for a while, so that a server can be given the new ones meanwhile.
 *
 * @param overlapSeconds how long the old ones sign too; 0 ends them at once
 * @throws NotFound
 */
export async function rotateWebhook(ctx: Context, id: bigint, overlapSeconds: number): Promise<WebhookWithSecrets> {
  const [row] = await ctx.db.$queryRaw<{ secret_version: number }[]>`
    UPDATE webhook SET secret_version = secret_version + 1,
      previous_until = now() + ${overlapSeconds} * interval '1 second'
    WHERE id = ${id} RETURNING secret_version`
  if (!row) throw new NotFound("There is no webhook with this id.")
  return { ...(await getWebhook(ctx, id)), ...(await secretsOf(ctx.db, { id, version: row.secret_version })) }
}

/**
 * Stops sending. What happens meanwhile is not sent later either: `GET /api/event` has it. What was due stays due.
 *
 * @throws NotFound
 */
export async function disableWebhook(ctx: Context, id: bigint): Promise<Webhook> {
  await ctx.db.$executeRaw`
    UPDATE webhook SET disabled_at = now(), disabled_for = 'asked' WHERE id = ${id} AND disabled_at IS NULL`
  return getWebhook(ctx, id)
}

/**
 * Sends again, and what was due when it stopped first.
 *
 * @throws NotFound
 */
export async function enableWebhook(ctx: Context, id: bigint): Promise<Webhook> {
  await ctx.db.$executeRaw`
    UPDATE webhook SET disabled_at = NULL, disabled_for = NULL, failing_since = NULL
    WHERE id = ${id} AND disabled_at IS NOT NULL`
  return getWebhook(ctx, id)
}

/** Whether a webhook is this project's. False for one that does not exist, too. */
export async function isWebhookOf({ db }: Context, id: bigint, projectId: bigint): Promise<boolean> {
  return (await db.webhook.count({ where: { id, projectId } })) > 0
}

/** Whether a webhook is of a project of this lock's. False for one that does not exist, too. */
export async function isOwnerOfWebhook({ db }: Context, id: bigint, lockHash: Hex): Promise<boolean> {
  return (await db.webhook.count({ where: { id, project: { ownerLockHash: fromHex(lockHash) } } })) > 0
}

interface WebhookRow {
  id: bigint
  projectId: bigint
  url: string
  types: string[]
  description: string | null
  disabledAt: Date | null
  disabledFor: string | null
  failingSince: Date | null
  createdAt: Date
}

function webhookOf({ disabledAt, disabledFor, types, ...row }: WebhookRow): Webhook {
  const { id, projectId, url, description, failingSince, createdAt } = row
  return {
    ...{ id, projectId, url, description, failingSince, createdAt },
    types: types.map((type) => oneOf(EVENT_TYPES, type)),
    disabled:
      disabledAt === null || disabledFor === null ? null : { at: disabledAt, for: oneOf(DISABLED_FOR, disabledFor) },
  }
}
