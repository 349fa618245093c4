import { z } from "zod"
import type { ZodOpenApiPathItemObject } from "zod-openapi"
import { EVENT_TYPES, type EventObject } from "@/lib/event/types"
import { EVENT_DATA } from "./api/event-data"
import { time } from "./api/fields"
import { EVENT_MEANINGS } from "./event-meanings"
import { exampleOf } from "./example"

/** What the document says of each message to a webhook: its type, its headers, its body. */
export function eventWebhooks(): Record<string, ZodOpenApiPathItemObject> {
  return Object.fromEntries(
    EVENT_TYPES.map((type) => {
      const [object = "", state = ""] = type.split(".")
      const body = messageOf(type, EVENT_DATA[object as EventObject])
      const operation = {
        operationId: `on${capital(object)}${capital(state)}`,
        summary: EVENT_MEANINGS[type],
        tags: ["Webhooks"],
        parameters: SIGNED,
        requestBody: { content: { "application/json": { schema: body, example: exampleOf(body) } } },
        responses: {
          "2XX": { description: "Taken. Any other answer, and none within 15 seconds, has it sent again" },
          "410": { description: "Disables the webhook at once" },
        },
      }
      return [type, { post: operation }]
    }),
  )
}

function messageOf(type: string, data: z.ZodType) {
  return z.object({
    type: z.literal(type),
    timestamp: time.meta({ description: "When it happened", example: "2026-11-30T09:16:30.000Z" }),
    data,
  })
}

const capital = (word: string) => `${word.charAt(0).toUpperCase()}${word.slice(1)}`

const header = (name: string, description: string) =>
  ({ name, in: "header", required: true, description, schema: { type: "string" } }) as const

/** Standard Webhooks. */
const SIGNED = [
  header("webhook-id", "The event's id: a message that comes twice has the same one"),
  header("webhook-timestamp", "Seconds since 1970, of this attempt: part of what is signed"),
  header(
    "webhook-signature",
    "`v1,` (HMAC-SHA256) and `v1a,` (Ed25519), separated by spaces, over `id.timestamp.body`",
  ),
]
