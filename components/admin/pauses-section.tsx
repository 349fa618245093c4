"use client"

import { ADMIN } from "@/components/messages/admin"
import { useTexts } from "@/components/messages/provider"
import { Chip } from "@/components/ui/chip"
import { call } from "@/lib/client/call"
import { usePauses } from "@/lib/client/operator-queries"
import type { PauseJson } from "@/lib/http/api/pause"
import { PAUSE_SCOPES, type PauseScope } from "@/lib/pause-scopes"
import { Confirm } from "./confirm"
import { May } from "./may"
import { Section } from "./section"

/** Whether all goes on, and the way to stop what still does. What stands still is at the top of every tab. */
export function PausesSection() {
  const t = useTexts(ADMIN).pauses
  const query = usePauses()
  const open = query.data?.filter(({ resolved_at }) => resolved_at === null) ?? []
  const scopes = PAUSE_SCOPES.filter((scope) => !standsStill(open, scope))
  return (
    <Section id="pauses" title={t.title} query={query}>
      <p className="flex flex-wrap items-center gap-3">
        <Chip tone={open.length === 0 ? "accent" : "warn"}>{open.length === 0 ? t.running : t.paused}</Chip>
        <span>{open.length === 0 ? t.nothing : t.seeAbove}</span>
      </p>
      <div className="mt-4 flex flex-wrap gap-2">
        {scopes.length === 0 ? <p className="text-muted">{t.allPaused}</p> : null}
        <May needs="operate">
          {scopes.map((scope) => (
            <Confirm
              key={scope}
              open={t.pause[scope]}
              title={t.pause[scope]}
              effect={t.effect[scope]}
              submit={t.pause[scope]}
              act={(reason) => call("POST", "/api/pause", { body: { scope, reason } })}
              testId={`pause-${scope}`}
            />
          ))}
        </May>
      </div>
    </Section>
  )
}

/** Whether pausing this would change nothing, or no more than pausing the part of it that goes on. */
function standsStill(open: PauseJson[], scope: PauseScope): boolean {
  if (scope === "all") return open.length > 0
  return open.some((pause) => pause.scope === scope || pause.scope === "all")
}
