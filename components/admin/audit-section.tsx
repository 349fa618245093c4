"use client"

import { useState } from "react"
import { ADMIN } from "@/components/messages/admin"
import { useTexts } from "@/components/messages/provider"
import { Button } from "@/components/ui/button"
import { LoadMore } from "@/components/ui/load-more"
import { CardCell, CardRow, CardTable } from "@/components/ui/table"
import { TimeAgo } from "@/components/ui/time-ago"
import { useAudit } from "@/lib/client/operator-queries"
import { actorName } from "./actor-name"
import { Section } from "./section"

/** What was done in the operator's name, when and why; what receivers set, who are many, only when it is asked for. */
export function AuditSection() {
  const t = useTexts(ADMIN).audit
  // While two versions run side by side, one of the newer has no words here.
  const actions: Record<string, string> = t.actions
  const [byReceivers, setByReceivers] = useState(false)
  const query = useAudit({ actor: byReceivers ? "receiver" : null })
  const rows = query.data?.pages.flatMap((page) => page.data)
  return (
    <Section id="audit" title={t.title} description={t.text} query={query}>
      <Button variant="ghost" className="-ml-4" onClick={() => setByReceivers(!byReceivers)} aria-pressed={byReceivers}>
        <span>{t.byReceivers}</span>
      </Button>
      {rows?.length === 0 ? <p className="py-4 text-muted">{t.empty}</p> : null}
      {rows && rows.length > 0 ? (
        <CardTable
          caption={t.title}
          testId="audit"
          columns={[
            { name: t.columns.time },
            { name: t.columns.actor },
            { name: t.columns.action },
            { name: t.columns.subject },
            { name: t.columns.reason },
          ]}
        >
          {rows.map((entry) => (
            <CardRow key={entry.id} data-testid="audit-entry" data-action={entry.action}>
              <CardCell name={t.columns.time} className="whitespace-nowrap">
                <TimeAgo time={entry.created_at} className="text-muted" />
              </CardCell>
              <CardCell name={t.columns.actor}>{actorName(t.actors, entry.actor)}</CardCell>
              <CardCell name={t.columns.action} className="font-medium">
                {actions[entry.action] ?? entry.action}
              </CardCell>
              <CardCell name={t.columns.subject}>{entry.subject}</CardCell>
              <CardCell name={t.columns.reason}>{entry.reason}</CardCell>
            </CardRow>
          ))}
        </CardTable>
      ) : null}
      <LoadMore query={query} />
    </Section>
  )
}
