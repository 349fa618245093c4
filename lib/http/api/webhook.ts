import { z } from "zod"
import { EVENT_TYPES } from "@/lib/event/types"
import type { WebhookWithSecrets } from "@/lib/webhook/manage"
import { ATTEMPT_FAILURES, DELIVERY_STATUSES, type Delivery, DISABLED_FOR, type Webhook } from "@/lib/webhook/types"
import { contract } from "../contract"
import { id, idParams, overlapBody, page, shownText, text, time } from "./fields"

export const createWebhookBody = z
  .strictObject({
    url: text(1, 2_000).meta({ description: "https. No private address is called" }),
    types: z
      .array(z.enum(EVENT_TYPES))
      .max(EVENT_TYPES.length)
      .optional()
      .meta({ description: "Of which events; of all without it", example: ["payment.confirmed"] }),
    description: shownText(1, 200).optional(),
  })
  .meta({ id: "CreateWebhookRequest" })
export const rotateWebhookBody = overlapBody("How long the old secrets sign too; a day without it")
export const deliveriesQuery = z.strictObject({ ...page(200, 50), status: z.enum(DELIVERY_STATUSES).optional() })

export const webhookReply = z
  .object({
    id,
    url: z.string(),
    types: z
      .array(z.enum(EVENT_TYPES))
      .meta({ description: "Of which events; empty: of all", example: ["payment.confirmed"] }),
    description: z.string().nullable(),
    disabled: z
      .object({ at: time, for: z.enum(DISABLED_FOR) })
      .nullable()
      .meta({
        description:
          "Why it is sent nothing: `asked`, `gone` (its server said 410), `failing` (three days without success)",
        example: null,
      }),
    failing_since: time.nullable().meta({ description: "Nothing has arrived since" }),
    created_at: time,
  })
  .meta({ id: "Webhook" })
export type WebhookJson = z.infer<typeof webhookReply>

export const webhookWithSecretsReply = webhookReply
  .extend({
    secret: z.string().meta({ description: "`whsec_…`, for `v1` signatures. Keep it now: it is shown this once" }),
    public_key: z.string().meta({ description: "`whpk_…`, for `v1a` signatures (Ed25519)" }),
  })
  .meta({ id: "WebhookWithSecrets" })

export const deliveryReply = z
  .object({
    id,
    event_id: id.nullable().meta({ description: "null: a test" }),
    type: z.enum([...EVENT_TYPES, "webhook.test"]).meta({ example: "payment.confirmed" }),
    status: z.enum(DELIVERY_STATUSES).meta({ example: "delivered" }),
    attempts: z.int(),
    next_at: time.nullable().meta({ description: "When it is tried next" }),
    created_at: time,
    finished_at: time.nullable(),
    log: z
      .array(
        z.object({
          at: time,
          status_code: z.int().nullable().meta({ description: "What the server answered" }),
          failure: z.enum(ATTEMPT_FAILURES).nullable().meta({ description: "Why there was no answer", example: null }),
          ms: z.int(),
        }),
      )
      .meta({ description: "The newest first, at most ten" }),
  })
  .meta({ id: "Delivery" })
export type DeliveryJson = z.infer<typeof deliveryReply>

export function webhookJson(webhook: Webhook): WebhookJson {
  const { id, url, types, description, disabled, failingSince, createdAt } = webhook
  return {
    ...{ id: Number(id), url, types, description },
    disabled: disabled && { at: disabled.at.toISOString(), for: disabled.for },
    failing_since: failingSince?.toISOString() ?? null,
    created_at: createdAt.toISOString(),
  }
}

export function webhookWithSecretsJson(webhook: WebhookWithSecrets): z.infer<typeof webhookWithSecretsReply> {
  return { ...webhookJson(webhook), secret: webhook.symmetric.reveal(), public_key: webhook.publicKey }
}

export function deliveryJson(delivery: Delivery): DeliveryJson {
  return {
    id: Number(delivery.id),
    event_id: delivery.eventId === null ? null : Number(delivery.eventId),
    type: delivery.type,
    status: delivery.status,
    attempts: delivery.attempts,
    next_at: delivery.dueAt?.toISOString() ?? null,
    created_at: delivery.createdAt.toISOString(),
    finished_at: delivery.finishedAt?.toISOString() ?? null,
    log: delivery.log.map(({ createdAt, statusCode, failure, ms }) => ({
      at: createdAt.toISOString(),
      status_code: statusCode,
      failure,
      ms,
    })),
  }
}

export const createWebhook = contract({
  method: "POST",
  path: "/api/webhook",
  summary: "Hear of the project's events by signed messages (Standard Webhooks). The secret is in this reply only.",
  access: "program",
  key: "webhook",
  limit: "write",
  body: createWebhookBody,
  status: 201,
  reply: webhookWithSecretsReply,
  errors: ["STATE_MISMATCH"],
})

export const listWebhooks = contract({
  method: "GET",
  path: "/api/webhook",
  summary: "The project's webhooks, newest first",
  access: "program",
  key: "webhook",
  limit: "read",
  paged: true,
  query: z.strictObject(page(200, 50)),
  reply: z.array(webhookReply),
})

const ofProject = { path: "/api/project/{id}/webhook", access: "projectOwner", params: idParams } as const

export const createProjectWebhook = contract({
  ...ofProject,
  method: "POST",
  summary: "The same as POST /api/webhook, for the wallet that owns the project",
  limit: "write",
  body: createWebhookBody,
  status: 201,
  reply: webhookWithSecretsReply,
  errors: ["NOT_FOUND", "STATE_MISMATCH"],
})

export const listProjectWebhooks = contract({
  ...ofProject,
  method: "GET",
  summary: "The same as GET /api/webhook, for the wallet that owns the project",
  limit: "read",
  paged: true,
  query: z.strictObject(page(200, 50)),
  reply: z.array(webhookReply),
})

const ofOne = { method: "POST", access: "webhook", key: "webhook", limit: "write", params: idParams } as const

export const rotateWebhook = contract({
  ...ofOne,
  path: "/api/webhook/{id}/rotate",
  summary: "Give a webhook new secrets. Messages are signed with both for a while.",
  body: rotateWebhookBody,
  reply: webhookWithSecretsReply,
  errors: ["NOT_FOUND"],
})

export const disableWebhook = contract({
  ...ofOne,
  path: "/api/webhook/{id}/disable",
  summary: "Send nothing to a webhook. What happens meanwhile is at GET /api/event.",
  reply: webhookReply,
  errors: ["NOT_FOUND"],
})

export const enableWebhook = contract({
  ...ofOne,
  path: "/api/webhook/{id}/enable",
  summary: "Send to a webhook again, first what was due when it stopped",
  reply: webhookReply,
  errors: ["NOT_FOUND"],
})

export const testWebhook = contract({
  ...ofOne,
  path: "/api/webhook/{id}/test",
  summary: "Send a webhook a message of the type webhook.test",
  status: 201,
  reply: deliveryReply,
  errors: ["NOT_FOUND"],
})

export const listDeliveries = contract({
  method: "GET",
  path: "/api/webhook/{id}/delivery",
  summary: "What was sent to a webhook, newest first, and what came of it",
  access: "webhook",
  key: "webhook",
  limit: "read",
  paged: true,
  params: idParams,
  query: deliveriesQuery,
  reply: z.array(deliveryReply),
  errors: ["NOT_FOUND"],
})

export const resendDelivery = contract({
  ...ofOne,
  access: "delivery",
  path: "/api/delivery/{id}/resend",
  summary: "Send a message once more, at once",
  reply: deliveryReply,
  errors: ["NOT_FOUND"],
})
