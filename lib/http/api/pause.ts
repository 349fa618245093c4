import { z } from "zod"
import type { PauseRecord } from "@/lib/operator/query"
import { PAUSE_SCOPES } from "@/lib/pause-scopes"
import { contract } from "../contract"
import { id, idParams, reasonBody, reasonSchema, time } from "./fields"

export const pauseBody = z.strictObject({ scope: z.enum(PAUSE_SCOPES), reason: reasonSchema })

export const pauseReply = z
  .object({
    id,
    scope: z.enum(PAUSE_SCOPES),
    reason: z.string(),
    detail: z.string(),
    created_at: time,
    resolved_at: time.nullable(),
  })
  .meta({ id: "Pause" })
export type PauseJson = z.infer<typeof pauseReply>

export function pauseJson({ id, scope, reason, detail, createdAt, resolvedAt }: PauseRecord): PauseJson {
  return {
    ...{ reason, detail },
    id: Number(id),
    scope,
    created_at: createdAt.toISOString(),
    resolved_at: resolvedAt?.toISOString() ?? null,
  }
}

export const listPauses = contract({
  method: "GET",
  path: "/api/pause",
  summary: "What stands still and why: open pauses first, then the latest that have ended",
  access: "look",
  reply: z.array(pauseReply),
})

export const pause = contract({
  method: "POST",
  path: "/api/pause",
  summary: "Stop new payments, payouts or both",
  access: "operate",
  body: pauseBody,
  status: 204,
})

export const resume = contract({
  method: "POST",
  path: "/api/pause/{id}/resume",
  summary: "End a pause",
  access: "operate",
  params: idParams,
  body: reasonBody,
  status: 204,
  errors: ["NOT_FOUND"],
})
