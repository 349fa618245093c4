import type { Context } from "@/lib/context"
import { latestEvent } from "@/lib/event/read"

/** Events of one transaction; the next run goes on. */
const AT_ONCE = 1_000

/**
 * Hands events that nobody has handed on yet to the webhooks that want them, in their order: one delivery an event and
 * webhook. The deliveries and the cursor are one transaction, so a crash loses none and doubles none; who comes while
 * another instance is at it goes away.
 *
 * @returns how many events were looked at
 */
export async function fanOutEvents({ db }: Pick<Context, "db">): Promise<number> {
  const [cursor] = await db.$queryRaw<{ behind: boolean }[]>`
    SELECT event_id < event_horizon() AS behind FROM webhook_cursor`
  if (!cursor?.behind) return 0
  return db.$transaction(async (tx) => {
    const [cursor] = await tx.$queryRaw<{ event_id: bigint }[]>`
      SELECT event_id FROM webhook_cursor WHERE id = 1 FOR UPDATE SKIP LOCKED`
    if (!cursor) return 0
    // A statement of its own, before the one that reads: see lib/event/read.ts.
    const horizon = await latestEvent({ db: tx })
    const [moved] = await tx.$queryRaw<{ count: bigint }[]>`
      WITH batch AS (
        SELECT id, type, object, object_id, project FROM event
        WHERE id > ${cursor.event_id} AND id <= ${horizon} ORDER BY id LIMIT ${AT_ONCE}
      ), handed AS (
        INSERT INTO webhook_delivery (webhook_id, event_id, object, object_id)
        SELECT w.id, b.id, b.object, b.object_id FROM batch b JOIN webhook w ON w.project_id = b.project
        WHERE w.disabled_at IS NULL AND (cardinality(w.types) = 0 OR b.type = ANY(w.types)) ORDER BY b.id, w.id
      ), moved AS (
        UPDATE webhook_cursor SET event_id = last.id FROM (SELECT max(id) AS id FROM batch) last
        WHERE webhook_cursor.id = 1 AND last.id IS NOT NULL
      )
      SELECT count(*) FROM batch`
    return Number(moved?.count ?? 0)
  })
}

/** Whether somebody wants to hear of anything. Until then nothing is handed on, and nothing is due. */
export async function hasWebhooks({ db }: Pick<Context, "db">): Promise<boolean> {
  const [row] = await db.$queryRaw<{ some: boolean }[]>`SELECT EXISTS (SELECT FROM webhook) AS some`
  return row?.some === true
}
