import { oneOf } from "@/lib/closed-list"
import type { Context } from "@/lib/context"
import { NotFound } from "@/lib/errors"
import { EVENT_TYPES } from "@/lib/event/types"
import { fromHex, type Hex } from "@/lib/hex"
import { type Page, pageOf } from "@/lib/page"
import { ATTEMPT_FAILURES, DELIVERY_STATUSES, type Delivery } from "./types"

/** Of one delivery; the rest was the same. */
const LOG_SHOWN = 10

const SHOWN = {
  event: { select: { type: true } },
  log: { orderBy: { id: "desc" }, take: LOG_SHOWN },
} as const

/** The deliveries of a webhook, the newest first, each with what came of it. */
export async function listDeliveries(
  { db }: Context,
  filter: { webhookId: bigint; status?: Delivery["status"]; cursor?: bigint; limit: number },
): Promise<Page<Delivery>> {
  const { webhookId, status, cursor, limit } = filter
  const rows = await db.webhookDelivery.findMany({
    where: { webhookId, ...(status ? { status } : {}), ...(cursor === undefined ? {} : { id: { lt: cursor } }) },
    include: SHOWN,
    orderBy: { id: "desc" },
    take: limit + 1,
  })
  return pageOf(rows.map(deliveryOf), limit)
}

/** Sends a webhook a message that says that it is a test. It is sent where the webhook is disabled, too. */
export async function testWebhook(ctx: Context, webhookId: bigint): Promise<Delivery> {
  const { id } = await ctx.db.webhookDelivery.create({ data: { webhookId, object: "webhook", objectId: webhookId } })
  return getDelivery(ctx, id)
}

/**
 * Sends a delivery again, at once and for three more days, whatever came of it. What happened to its object later, and
 * has not been sent, comes after it.
 *
 * @throws NotFound
 */
export async function resendDelivery(ctx: Context, id: bigint): Promise<Delivery> {
  await ctx.db.$executeRaw`
    UPDATE webhook_delivery SET status = 'pending', finished_at = NULL, tried_since = NULL, due_at = now(), attempts = 0
    WHERE id = ${id} AND (status <> 'pending' OR due_at > now())`
  return getDelivery(ctx, id)
}

/** Whether a delivery is this project's. False for one that does not exist, too. */
export async function isDeliveryOf({ db }: Context, id: bigint, projectId: bigint): Promise<boolean> {
  return (await db.webhookDelivery.count({ where: { id, webhook: { projectId } } })) > 0
}

/** Whether a delivery is of a project of this lock's. False for one that does not exist, too. */
export async function isOwnerOfDelivery({ db }: Context, id: bigint, lockHash: Hex): Promise<boolean> {
  const webhook = { project: { ownerLockHash: fromHex(lockHash) } }
  return (await db.webhookDelivery.count({ where: { id, webhook } })) > 0
}

async function getDelivery({ db }: Context, id: bigint): Promise<Delivery> {
  const row = await db.webhookDelivery.findUnique({ where: { id }, include: SHOWN })
  if (!row) throw new NotFound("There is no delivery with this id.")
  return deliveryOf(row)
}

interface DeliveryRow extends Omit<Delivery, "type" | "status" | "dueAt" | "log"> {
  event: { type: string } | null
  status: string
  dueAt: Date
  log: { statusCode: number | null; failure: string | null; ms: number; createdAt: Date }[]
}

function deliveryOf(row: DeliveryRow): Delivery {
  const { id, webhookId, eventId, event, attempts, dueAt, createdAt, finishedAt } = row
  const status = oneOf(DELIVERY_STATUSES, row.status)
  return {
    ...{ id, webhookId, eventId, attempts, createdAt, finishedAt, status },
    type: event ? oneOf(EVENT_TYPES, event.type) : "webhook.test",
    dueAt: status === "pending" ? dueAt : null,
    log: row.log.map(({ statusCode, failure, ms, createdAt }) => ({
      ...{ statusCode, ms, createdAt },
      failure: failure === null ? null : oneOf(ATTEMPT_FAILURES, failure),
    })),
  }
}
