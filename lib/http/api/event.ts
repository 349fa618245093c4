import { z } from "zod"
import type { EventData } from "@/lib/event/payload"
import type { RecordedEvent } from "@/lib/event/read"
import { EVENT_TYPES } from "@/lib/event/types"
import { contract } from "../contract"
import { exampleOf } from "../example"
import { EVENT_DATA } from "./event-data"
import { howMany, id, idParams, page, time } from "./fields"

export const eventsQuery = z.strictObject({
  after: z
    .string()
    .regex(/^(0|[1-9]\d{0,17})$/, "must be the id of an event, or 0")
    .default("0")
    .transform(BigInt)
    .meta({ description: "The id of the last event that you know; 0 for all" }),
  type: z.enum(EVENT_TYPES).optional(),
  limit: howMany(200, 50),
})

export const eventReply = z
  .object({
    id: id.meta({ example: 204 }),
    type: z.enum(EVENT_TYPES).meta({ example: "payment.confirmed" }),
    timestamp: time.meta({ example: "2026-11-30T09:16:30.000Z" }),
    data: z
      .looseObject({
        object: z.string().meta({ description: "The first half of the type" }),
        id: z.union([id, z.string()]).meta({ description: "The object's: a number, of a link its slug" }),
        status: z.string().meta({ description: "The object's state after this, whatever has become of it since" }),
        sequence: z.int().meta({ description: "Counts for each object: 1, 2, 3, without holes" }),
      })
      .meta({
        description: "What else is in it is in the document's webhooks",
        example: exampleOf(EVENT_DATA.payment),
      }),
  })
  .meta({ id: "Event", description: "What has happened to an object. What it says never changes" })
export type EventJson = z.infer<typeof eventReply>

/** @param data of each event, in their order */
export function eventsJson(events: RecordedEvent[], data: EventData[]): EventJson[] {
  return events.map(({ id, type, createdAt }, i) => {
    return { id: Number(id), type, timestamp: createdAt.toISOString(), data: data[i] as EventJson["data"] }
  })
}

export const listProjectEvents = contract({
  method: "GET",
  path: "/api/project/{id}/event",
  summary: "What has happened lately, newest first, for the wallet that owns the project",
  access: "projectOwner",
  limit: "read",
  paged: true,
  params: idParams,
  query: z.strictObject(page(200, 50)),
  reply: z.array(eventReply),
})

export const followEvents = contract({
  method: "GET",
  path: "/api/event/stream",
  summary:
    "Server-sent events of what happens from now on, or after the event that `Last-Event-ID` names. Each has its type as its name.",
  access: "program",
  key: "read",
  limit: "read",
  reply: eventReply,
  events: true,
  errors: ["VALIDATION_ERROR", "OVERLOADED"],
})

export const listEvents = contract({
  method: "GET",
  path: "/api/event",
  summary:
    "What has happened, oldest first: after the last event that you know. Whoever goes on by the Link header misses none.",
  access: "program",
  key: "read",
  limit: "read",
  paged: "after",
  query: eventsQuery,
  reply: z.array(eventReply),
})
