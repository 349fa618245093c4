"use client"

import { PROJECTS } from "@/components/messages/projects"
import { useTexts } from "@/components/messages/provider"
import { Chip, type Tone } from "@/components/ui/chip"
import { TimeAgo, TimeUntil } from "@/components/ui/time-ago"
import { call } from "@/lib/client/call"
import { type Delivery, useDeliveries } from "@/lib/client/project-queries"
import { Act } from "./act"
import { List } from "./list"

const TONES: Record<Delivery["status"], Tone> = { pending: "warn", delivered: "accent", failed: "danger" }

/** What was sent to a webhook, and what came of each try. */
export function Deliveries({ webhookId }: { webhookId: number }) {
  const t = useTexts(PROJECTS).deliveries
  const deliveries = useDeliveries(webhookId)
  return (
    <List query={deliveries} empty={t.empty} testId="delivery-list">
      {(delivery) => <DeliveryRow key={delivery.id} delivery={delivery} />}
    </List>
  )
}

function DeliveryRow({ delivery }: { delivery: Delivery }) {
  const t = useTexts(PROJECTS).deliveries
  const { id, type, event_id, status, attempts, next_at, created_at, log } = delivery
  return (
    <li className="space-y-1 py-3" data-testid="delivery" data-status={status}>
      <div className="flex flex-wrap items-center justify-between gap-2">
        <span className="min-w-0 wrap-anywhere">
          <code translate="no">{type}</code> · {event_id === null ? t.test : t.event(event_id)}
        </span>
        <Chip tone={TONES[status]}>{t.statuses[status]}</Chip>
      </div>
      <p className="text-muted">
        <TimeAgo time={created_at} /> · {t.tries(attempts)}
        {next_at ? (
          <>
            {" "}
            · {t.next} <TimeUntil time={next_at} />
          </>
        ) : null}
      </p>
      <ul className="text-muted">
        {log.map(({ at, status_code, failure, ms }) => (
          <li key={at}>
            {failure === null ? t.answered(status_code ?? 0, ms) : t.failures[failure]} · <TimeAgo time={at} />
          </li>
        ))}
      </ul>
      <Act words={t.resend} testId="resend" act={() => call("POST", "/api/delivery/{id}/resend", { params: { id } })} />
    </li>
  )
}
