import { dataOf } from "@/lib/event/payload"
import { listEvents } from "@/lib/event/read"
import { listProjectEvents as contract, eventsJson } from "@/lib/http/api/event"
import { endpoint } from "@/lib/http/methods"

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = endpoint(contract, async ({ ctx, params, query }) => {
  const { items, next } = await listEvents(ctx, { projectId: params.id, ...query })
  return { reply: eventsJson(items, await dataOf(ctx, items)), next }
})
