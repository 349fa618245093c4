import type { Context } from "@/lib/context"
import { ValidationError } from "@/lib/errors"
import { dataOf } from "@/lib/event/payload"
import { latestEvent, readEvents } from "@/lib/event/read"
import { createFailureLog } from "@/lib/failure-log"
import { sleep } from "@/lib/sleep"
import { eventsJson } from "./api/event"
import { type EventWriter, eventStream } from "./event-stream"
import { takeProjectStreamPlace } from "./stream-places"

const POLL_MS = 1_000
const AT_ONCE = 100

/**
 * What happens to a project's objects, as it happens. A client that has lost the stream names the last event that it
 * got, and misses none.
 *
 * @param lastEventId as the client sent it; null for what happens from now on
 * @throws ValidationError; RateLimited or HttpError when too many listen already
 */
export async function projectEvents(
  ctx: Context,
  projectId: bigint,
  lastEventId: string | null,
): Promise<ReadableStream<Uint8Array>> {
  if (lastEventId !== null && !/^(0|[1-9]\d{0,17})$/.test(lastEventId))
    throw ValidationError.field("Last-Event-ID", "must be the id of an event, or 0")
  const after = lastEventId === null ? await latestEvent(ctx) : BigInt(lastEventId)
  const leave = takeProjectStreamPlace(projectId)
  return eventStream((writer) => {
    const gone = new AbortController()
    void follow(ctx, { projectId, after }, writer, gone.signal)
    return () => {
      gone.abort()
      leave()
    }
  })
}

/** Goes on until the client is gone, also while the database is away. */
async function follow(
  ctx: Context,
  from: { projectId: bigint; after: bigint },
  { send }: EventWriter,
  gone: AbortSignal,
): Promise<void> {
  const failures = createFailureLog(ctx, "project events")
  let { after } = from
  while (!gone.aborted) {
    let found = 0
    try {
      const events = await readEvents(ctx, { projectId: from.projectId, after, limit: AT_ONCE })
      const jsons = eventsJson(events, await dataOf(ctx, events))
      for (const json of jsons) send(json.type, json, BigInt(json.id))
      found = events.length
      after = events.at(-1)?.id ?? after
      failures.worked()
    } catch (error) {
      failures.failed(error)
    }
    if (found < AT_ONCE) await sleep(POLL_MS, gone)
  }
}
