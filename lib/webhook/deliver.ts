import type { Context } from "@/lib/context"
import type { DbTransaction } from "@/lib/db"
import { dataOf, type EventData } from "@/lib/event/payload"
import { readEvent } from "@/lib/event/read"
import { Prisma } from "@/lib/generated/prisma/client"
import { meters } from "@/lib/meters"
import { inSpan } from "@/lib/trace"
import { type CallOutcome, callWebhook } from "./call"
import { signMessage } from "./secrets"

/** Deliveries that are under way at once, for servers that answer. */
const AT_ONCE = 8
/** And for servers whose last answer was no success: slow ones must not keep all others waiting. */
const AT_ONCE_FAILING = 4
/** Longer than a call may take: whoever has not come back by then is dead, and somebody else tries. */
const LEASE_SECONDS = 60
/** Between tries, in seconds: three days in all. */
const GAPS = [5, 30, 120, 600, 1_800, 3_600, 7_200, 14_400, 28_800, 50_400, 64_800, 87_445]
const GIVE_UP_SECONDS = 3 * 24 * 60 * 60
const GONE = 410

interface Claimed {
  id: bigint
  webhook_id: bigint
  event_id: bigint | null
  attempts: number
  url: string
  secret_version: number
  signs_with_previous: boolean
  created_at: Date
}

/**
 * Delivers what is due: at least once, and in order for each object, for what is behind an undelivered one waits. A
 * claim is a lease, so a delivery whose process dies is tried again, and may arrive twice; receivers tell by
 * `webhook-id`.
 *
 * @returns how many were tried
 */
export async function deliverWebhooks(ctx: Context): Promise<number> {
  const claimed = await claimDue(ctx)
  await Promise.all(
    claimed.map((delivery) => {
      const ids = { webhook_id: delivery.webhook_id, event_id: delivery.event_id }
      return inSpan("webhook.deliver", ids, () => deliver(ctx, delivery))
    }),
  )
  return claimed.length
}

/**
 * Of each webhook those that are due and behind nothing; of one that fails one at a time. Only webhooks that something
 * waits for are looked at, each by one step of the index: strangers make as many as they like.
 */
async function claimDue({ db }: Context): Promise<Claimed[]> {
  return db.$queryRaw<Claimed[]>`
    WITH RECURSIVE waiting AS (
      SELECT min(webhook_id) AS id FROM webhook_delivery WHERE status = 'pending'
      UNION ALL
      SELECT (SELECT min(d.webhook_id) FROM webhook_delivery d WHERE d.status = 'pending' AND d.webhook_id > w.id)
      FROM waiting w WHERE w.id IS NOT NULL
    ), first AS (
      SELECT d.id, f.is_failing, row_number() OVER (PARTITION BY f.is_failing ORDER BY d.due_at, d.id) AS place
      FROM waiting JOIN webhook w ON w.id = waiting.id
      CROSS JOIN LATERAL (SELECT w.failing_since IS NOT NULL AS is_failing) f
      CROSS JOIN LATERAL (
        SELECT d.id, d.due_at FROM webhook_delivery d
        WHERE d.webhook_id = w.id AND d.status = 'pending' AND d.due_at <= now()
          AND (w.disabled_at IS NULL OR d.event_id IS NULL)
          AND NOT EXISTS (
            SELECT FROM webhook_delivery e WHERE e.webhook_id = d.webhook_id AND e.object = d.object
              AND e.object_id = d.object_id AND e.status = 'pending' AND e.id < d.id)
        ORDER BY d.due_at, d.id LIMIT CASE WHEN f.is_failing THEN 1 ELSE ${AT_ONCE}::int END
      ) d
    ), due AS (
      SELECT d.id FROM webhook_delivery d JOIN first f ON f.id = d.id
      WHERE d.status = 'pending' AND d.due_at <= now()
        AND f.place <= CASE WHEN f.is_failing THEN ${AT_ONCE_FAILING}::int ELSE ${AT_ONCE}::int END
      ORDER BY d.id FOR UPDATE OF d SKIP LOCKED
    )
    UPDATE webhook_delivery d SET attempts = d.attempts + 1, tried_since = coalesce(d.tried_since, now()),
      due_at = now() + ${LEASE_SECONDS} * interval '1 second'
    FROM due, webhook w WHERE d.id = due.id AND w.id = d.webhook_id
    RETURNING d.id, d.webhook_id, d.event_id, d.attempts, w.url, w.secret_version,
      coalesce(w.previous_until > now(), false) AS signs_with_previous, d.created_at`
}

async function deliver(ctx: Context, delivery: Claimed): Promise<void> {
  const { webhook_id: id, secret_version: version, signs_with_previous: isRotating } = delivery
  const message = await messageOf(ctx, delivery)
  // The time of this try: receivers refuse what is minutes old, as somebody could have kept it.
  const timestamp = new Date()
  const versions = isRotating ? [version, version - 1] : [version]
  const signature = await signMessage(ctx.db, { id, versions }, { id: message.id, timestamp, body: message.body })
  const outcome = await callWebhook(ctx.config, delivery.url, {
    body: message.body,
    headers: {
      "content-type": "application/json",
      "user-agent": "micro-pay",
      "webhook-id": message.id,
      "webhook-timestamp": String(Math.floor(timestamp.getTime() / 1000)),
      "webhook-signature": signature,
    },
  })
  measure(outcome)
  await record(ctx, delivery, outcome)
}

function measure({ statusCode, ms }: CallOutcome): void {
  const { webhookAttempts, webhookSeconds } = meters()
  const answer = isSuccess(statusCode) ? "delivered" : "refused"
  webhookAttempts.inc({ outcome: statusCode === null ? "failed" : answer })
  if (statusCode !== null) webhookSeconds.observe(ms / 1_000)
}

function isSuccess(statusCode: number | null): boolean {
  return statusCode !== null && statusCode >= 200 && statusCode < 300
}

/** `{type, timestamp, data}` (Standard Webhooks, "Payload structure"): the same each time it is sent. */
async function messageOf(ctx: Context, delivery: Claimed): Promise<{ id: string; body: string }> {
  if (delivery.event_id === null) {
    const data: EventData = { object: "webhook", id: Number(delivery.webhook_id), status: "test" }
    const timestamp = delivery.created_at.toISOString()
    return { id: `test-${delivery.id}`, body: JSON.stringify({ type: "webhook.test", timestamp, data }) }
  }
  const event = await readEvent(ctx, delivery.event_id)
  const [data] = await dataOf(ctx, [event])
  const body = JSON.stringify({ type: event.type, timestamp: event.createdAt.toISOString(), data })
  return { id: String(event.id), body }
}

async function record(ctx: Context, delivery: Claimed, outcome: CallOutcome): Promise<void> {
  const { statusCode, failure, ms } = outcome
  const isDelivered = isSuccess(statusCode)
  await ctx.db.$transaction(async (tx) => {
    await tx.$executeRaw`
      INSERT INTO webhook_attempt (delivery_id, status_code, failure, ms)
      VALUES (${delivery.id}, ${statusCode}, ${failure}, ${ms})`
    if (!isDelivered) return recordFailure(ctx, tx, delivery, statusCode === GONE)
    await tx.$executeRaw`
      UPDATE webhook_delivery SET status = 'delivered', finished_at = now()
      WHERE id = ${delivery.id} AND status = 'pending'`
    await tx.$executeRaw`
      UPDATE webhook SET failing_since = NULL WHERE id = ${delivery.webhook_id} AND failing_since IS NOT NULL`
  })
}

/** What is behind it waits as long as it does. After three days it is given up, and a webhook that took nothing too. */
async function recordFailure({ log }: Context, tx: DbTransaction, delivery: Claimed, isGone: boolean): Promise<void> {
  const { id, webhook_id: webhookId, attempts } = delivery
  const gap = GAPS[Math.min(attempts, GAPS.length) - 1] ?? 0
  const isOver = Prisma.sql`tried_since <= now() - ${GIVE_UP_SECONDS} * interval '1 second'`
  await tx.$executeRaw`
    UPDATE webhook_delivery SET due_at = now() + ${gap} * interval '1 second',
      status = CASE WHEN ${isOver} THEN 'failed' ELSE 'pending' END,
      finished_at = CASE WHEN ${isOver} THEN now() END
    WHERE id = ${id} AND status = 'pending'`
  await tx.$executeRaw`
    UPDATE webhook_delivery later SET due_at = d.due_at FROM webhook_delivery d
    WHERE d.id = ${id} AND d.status = 'pending' AND later.webhook_id = d.webhook_id AND later.object = d.object
      AND later.object_id = d.object_id AND later.status = 'pending' AND later.id > d.id AND later.due_at < d.due_at`
  const [webhook] = await tx.$queryRaw<{ disabled_for: string | null }[]>`
    UPDATE webhook SET failing_since = coalesce(failing_since, now()),
      disabled_for = CASE WHEN disabled_at IS NOT NULL THEN disabled_for WHEN ${isGone} THEN 'gone'
        WHEN failing_since <= now() - ${GIVE_UP_SECONDS} * interval '1 second' THEN 'failing' END,
      disabled_at = CASE WHEN disabled_at IS NOT NULL THEN disabled_at WHEN ${isGone}
        OR failing_since <= now() - ${GIVE_UP_SECONDS} * interval '1 second' THEN now() END
    WHERE id = ${webhookId} RETURNING disabled_for`
  if (webhook?.disabled_for) log.warn({ webhook: Number(webhookId), why: webhook.disabled_for }, "webhook disabled")
}
