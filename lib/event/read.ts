import type { Context } from "@/lib/context"
import type { DbTransaction } from "@/lib/db"
import { Prisma } from "@/lib/generated/prisma/client"
import { type Page, pageOf } from "@/lib/page"
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

interface EventFilter {
  after: bigint
  limit: number
  projectId?: bigint
  type?: EventType
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
 * @param input.projectId only what is this project's
 */
export async function readEvents({ db }: Pick<Context, "db">, input: EventFilter): Promise<RecordedEvent[]> {
  const { after, limit, projectId, type } = input
  const ofProject = projectId === undefined ? Prisma.empty : Prisma.sql`AND project = ${projectId}`
  const ofType = type === undefined ? Prisma.empty : Prisma.sql`AND type = ${type}`
  // A statement of its own, before the one that reads: what that one sees must be newer than the horizon.
  const horizon = await latestEvent({ db })
  const rows = await db.$queryRaw<EventRow[]>`
    SELECT id, type, object, object_id, sequence, status, data, created_at FROM event
    WHERE id > ${after} AND id <= ${horizon} ${ofProject} ${ofType} ORDER BY id LIMIT ${limit}`
  return rows.map(eventOf)
}

/** What has happened to a project lately, the newest first: for people who look, and not for who must miss none. */
export async function listEvents(
  { db }: Pick<Context, "db">,
  { projectId, cursor, limit }: { projectId: bigint; cursor?: bigint; limit: number },
): Promise<Page<RecordedEvent>> {
  const before = cursor === undefined ? Prisma.empty : Prisma.sql`AND id < ${cursor}`
  const rows = await db.$queryRaw<EventRow[]>`
    SELECT id, type, object, object_id, sequence, status, data, created_at FROM event
    WHERE project = ${projectId} ${before} ORDER BY id DESC LIMIT ${limit + 1}`
  return pageOf(rows.map(eventOf), limit)
}

/** The id up to which everything has been decided: who wants what is new begins there. */
export async function latestEvent({ db }: { db: DbTransaction }): Promise<bigint> {
  const [row] = await db.$queryRaw<{ horizon: bigint }[]>`SELECT event_horizon() AS horizon`
  return row?.horizon ?? 0n
}

/** @throws Error for one that does not exist: whoever asks has its id from the database */
export async function readEvent({ db }: Context, id: bigint): Promise<RecordedEvent> {
  const [row] = await db.$queryRaw<EventRow[]>`
    SELECT id, type, object, object_id, sequence, status, data, created_at FROM event WHERE id = ${id}`
  if (!row) throw new Error(`there is no event ${id}`)
  return eventOf(row)
}

function eventOf({ object_id: objectId, created_at: createdAt, ...event }: EventRow): RecordedEvent {
  return { ...event, objectId, createdAt }
}
