"use client"

import { PROJECTS } from "@/components/messages/projects"
import { useTexts } from "@/components/messages/provider"
import { Card, CardHead } from "@/components/ui/card"
import { Fold } from "@/components/ui/fold"
import { Freshness } from "@/components/ui/freshness"
import { TimeAgo } from "@/components/ui/time-ago"
import { useProjectEvents } from "@/lib/client/project-queries"
import { List } from "./list"

/** What has happened lately, as programs are told of it. */
export function Events({ projectId }: { projectId: number }) {
  const t = useTexts(PROJECTS).events
  const events = useProjectEvents(projectId)
  return (
    <Card aria-labelledby="events-title" data-testid="events">
      <CardHead id="events-title" title={t.title} description={t.text} action={<Freshness query={events} />} />
      <List query={events} empty={t.empty}>
        {({ id, type, timestamp, data }) => (
          <li key={id} className="py-3 text-sm first:pt-0" data-testid="event">
            <p className="flex flex-wrap justify-between gap-x-4">
              <span className="min-w-0 wrap-anywhere">
                <code translate="no">{type}</code> · <span translate="no">{data.id}</span>
              </span>
              <TimeAgo time={timestamp} className="text-muted" />
            </p>
            <Fold title={t.data}>
              <pre translate="no" className="rounded-lg bg-sunken p-3 text-xs whitespace-pre-wrap wrap-anywhere">
                {JSON.stringify(data, null, 2)}
              </pre>
            </Fold>
          </li>
        )}
      </List>
    </Card>
  )
}
