import { dataOf } from "@/lib/event/payload"
import { readEvents } from "@/lib/event/read"
import { listEvents as contract, eventsJson } from "@/lib/http/api/event"
import { endpoint } from "@/lib/http/methods"

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = endpoint(contract, async ({ ctx, query, project }) => {
  const events = await readEvents(ctx, { ...query, projectId: project })
  const isMore = events.length === query.limit
  return { reply: eventsJson(events, await dataOf(ctx, events)), next: isMore ? events.at(-1)?.id : undefined }
})
