import type { EventType } from "@/lib/event/types"

/** As the database's CHECK has it. */
export const DELIVERY_STATUSES = ["pending", "delivered", "failed"] as const
export type DeliveryStatus = (typeof DELIVERY_STATUSES)[number]

/** Why a webhook is sent nothing: somebody asked, its server said 410, or nothing arrived for three days. */
export const DISABLED_FOR = ["asked", "gone", "failing"] as const
export type DisabledFor = (typeof DISABLED_FOR)[number]

/** Why there was no answer: an address that is never called, no connection, no answer in time, no trust. */
export const ATTEMPT_FAILURES = ["refused_address", "no_connection", "timeout", "tls"] as const
export type AttemptFailure = (typeof ATTEMPT_FAILURES)[number]

/** Where a project hears of its events. */
export interface Webhook {
  id: bigint
  projectId: bigint
  url: string
  /** of which events; of all when empty */
  types: EventType[]
  description: string | null
  disabled: { at: Date; for: DisabledFor } | null
  /** since when nothing arrived; null after each success */
  failingSince: Date | null
  createdAt: Date
}

/** What came of trying once. */
export interface Attempt {
  statusCode: number | null
  failure: AttemptFailure | null
  ms: number
  createdAt: Date
}

/** One event on its way to one webhook. */
export interface Delivery {
  id: bigint
  webhookId: bigint
  /** null: a test */
  eventId: bigint | null
  type: EventType | "webhook.test"
  status: DeliveryStatus
  attempts: number
  /** when it is tried next; null when it is not */
  dueAt: Date | null
  createdAt: Date
  finishedAt: Date | null
  /** the newest first, at most ten */
  log: Attempt[]
}
