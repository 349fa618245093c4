"use client"

import { useState } from "react"
import { PROJECTS } from "@/components/messages/projects"
import { useTexts } from "@/components/messages/provider"
import { Chip } from "@/components/ui/chip"
import { Fold } from "@/components/ui/fold"
import { TimeAgo } from "@/components/ui/time-ago"
import { Window } from "@/components/ui/window"
import { call, dataOf } from "@/lib/client/call"
import type { Webhook } from "@/lib/client/project-queries"
import { Act } from "./act"
import { Deliveries } from "./deliveries"
import { Once } from "./once"
import { Overlap } from "./overlap"
import { Sure } from "./sure"

/** One webhook: whether it works, what can be done with it, and what was sent. */
export function WebhookRow({ webhook }: { webhook: Webhook }) {
  const all = useTexts(PROJECTS)
  const t = all.webhooks
  const { id, url, types, disabled, failing_since } = webhook
  const [isOpen, setIsOpen] = useState(false)
  return (
    <li className="space-y-2 py-4 first:pt-0" data-testid="webhook" data-webhook={id}>
      <p className="font-medium wrap-anywhere" translate="no">
        {url}
      </p>
      <State webhook={webhook} />
      {failing_since && !disabled ? (
        <p className="text-sm text-muted">
          {t.since} <TimeAgo time={failing_since} />
        </p>
      ) : null}
      <p className="text-sm text-muted" title={types.join(", ")}>
        {types.length === 0 ? t.all : t.some(types.length)}
        {webhook.description ? ` · ${webhook.description}` : ""}
      </p>
      <div className="flex flex-wrap gap-2">
        <Act
          words={t.test}
          testId="test-webhook"
          act={() => call("POST", "/api/webhook/{id}/test", { params: { id } })}
          onDone={() => setIsOpen(true)}
        />
        <Window title={t.rotate.title} text={t.rotate.text} opener={t.rotate.open} testId="rotate-webhook">
          {(close) => (
            <Overlap
              submit={t.rotate.submit}
              act={(overlap_seconds) =>
                dataOf(call("POST", "/api/webhook/{id}/rotate", { params: { id }, body: { overlap_seconds } }))
              }
            >
              {({ secret, public_key }) => (
                <Once
                  shown={[
                    { name: t.secret, label: all.copy.secret, text: secret },
                    { name: all.publicKey, label: all.copy.publicKey, text: public_key },
                  ]}
                  onKept={close}
                />
              )}
            </Overlap>
          )}
        </Window>
        {disabled ? (
          <Act
            words={t.enable}
            testId="enable-webhook"
            act={() => call("POST", "/api/webhook/{id}/enable", { params: { id } })}
          />
        ) : (
          <Sure
            title={t.disable.title}
            text={t.disable.text}
            opener={t.disable.open}
            submit={t.disable.submit}
            testId="disable-webhook"
            act={() => call("POST", "/api/webhook/{id}/disable", { params: { id } })}
          />
        )}
      </div>
      <Fold
        title={all.deliveries.title}
        open={isOpen}
        onToggle={({ currentTarget }) => setIsOpen(currentTarget.open)}
        data-testid="deliveries"
      >
        {isOpen ? <Deliveries webhookId={id} /> : null}
      </Fold>
    </li>
  )
}

function State({ webhook: { disabled, failing_since } }: { webhook: Webhook }) {
  const t = useTexts(PROJECTS).webhooks
  if (disabled) return <Chip tone={disabled.for === "asked" ? "neutral" : "danger"}>{t.disabled[disabled.for]}</Chip>
  return failing_since ? <Chip tone="warn">{t.failing}</Chip> : <Chip tone="accent">{t.working}</Chip>
}
