import type { Context } from "@/lib/context"
import type { EventObject, EventType } from "./types"

export interface RecordedEvent {
  /** What to read on after */
  id: bigint
  type: EventType
  object: EventObject
  objectId: bigint
  /** 1, 2, 3 for each object */
  sequence: number
  /** The object's state after it */
  status: string
  data: Record<string, unknown> | null
  createdAt: Date
}

interface EventRow extends Omit<RecordedEvent, "objectId" | "createdAt"> {
  object_id: bigint
  created_at: Date
}

/**
 * What has happened after an event, oldest first. Whoever goes on after the last one that they got misses none: ids are
 * drawn before their transaction commits, so nothing is read beyond the first that somebody may still commit.
 *
 * @param input.after the id of the last event that is known; 0 for all
 */
export async function readEvents({ db }: Context, input: { after: bigint; limit: number }): Promise<RecordedEvent[]> {
  // A statement of its own, before the one that reads: what that one sees must be newer than the horizon.
  const [row] = await db.$queryRaw<{ horizon: bigint }[]>`SELECT event_horizon() AS horizon`
  const rows = await db.$queryRaw<EventRow[]>`
    SELECT id, type, object, object_id, sequence, status, data, created_at FROM event
    WHERE id > ${input.after} AND id <= ${row?.horizon ?? 0n} ORDER BY id LIMIT ${input.limit}`
  return rows.map(({ object_id: objectId, created_at: createdAt, ...event }) => ({ ...event, objectId, createdAt }))
}
