"use client"

import { ADMIN } from "@/components/messages/admin"
import { useTexts } from "@/components/messages/provider"
import { Chip } from "@/components/ui/chip"
import { Notice } from "@/components/ui/notice"
import { TimeAgo } from "@/components/ui/time-ago"
import { call } from "@/lib/client/call"
import { usePauses } from "@/lib/client/operator-queries"
import type { PauseJson } from "@/lib/http/api/pause"
import { PAUSE_SCOPES } from "@/lib/pause-scopes"
import { Confirm } from "./confirm"
import { May } from "./may"
import { Section } from "./section"

/** What stands still, why, and how to start it again. */
export function PausesSection() {
  const t = useTexts(ADMIN).pauses
  const query = usePauses()
  const open = query.data?.filter(({ resolved_at }) => resolved_at === null) ?? []
  return (
    <Section id="pauses" title={t.title} query={query}>
      {open.length === 0 ? (
        <p className="flex items-center gap-3">
          <Chip tone="accent">{t.running}</Chip>
          {t.nothing}
        </p>
      ) : null}
      <ul className="space-y-3">
        {open.map((pause) => (
          <li key={pause.id}>
            <OpenPause pause={pause} />
          </li>
        ))}
      </ul>
      <div className="mt-4 flex flex-wrap gap-2">
        <May needs="operate">
          {PAUSE_SCOPES.map((scope) => (
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

function OpenPause({ pause }: { pause: PauseJson }) {
  const t = useTexts(ADMIN).pauses
  return (
    <Notice
      tone="warn"
      title={t.stopped[pause.scope]}
      testId="open-pause"
      action={
        <May needs="operate" silent>
          <Confirm
            open={t.resume}
            title={t.resume}
            effect={t.resumeEffect}
            typed={String(pause.id)}
            submit={t.resume}
            act={(reason) => call("POST", "/api/pause/{id}/resume", { params: { id: pause.id }, body: { reason } })}
            testId="resume"
          />
        </May>
      }
    >
      <p>{pause.detail}</p>
      <p>
        <code>{pause.reason}</code> · <TimeAgo time={pause.created_at} />
      </p>
    </Notice>
  )
}
