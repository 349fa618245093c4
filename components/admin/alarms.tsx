"use client"

import { ADMIN } from "@/components/messages/admin"
import { useTexts } from "@/components/messages/provider"
import { ExactTime } from "@/components/ui/exact-time"
import { Notice } from "@/components/ui/notice"
import { call } from "@/lib/client/call"
import { usePauses } from "@/lib/client/operator-queries"
import type { PauseJson } from "@/lib/http/api/pause"
import { Confirm } from "./confirm"
import { May } from "./may"

/** What stands still now, at the top of every tab: alarms before what people have paused on purpose. */
export function Alarms() {
  const t = useTexts(ADMIN).alarms
  const open = usePauses().data?.filter(({ resolved_at }) => resolved_at === null) ?? []
  if (open.length === 0) return null
  return (
    <section aria-label={t.label} className="mt-6 space-y-3" data-testid="alarms">
      {[...open.filter(isAlarm), ...open.filter((pause) => !isAlarm(pause))].map((pause) => (
        <OpenPause key={pause.id} pause={pause} />
      ))}
    </section>
  )
}

function isAlarm({ reason }: PauseJson): boolean {
  return !reason.startsWith("operator_")
}

function OpenPause({ pause }: { pause: PauseJson }) {
  const { alarms: t, pauses } = useTexts(ADMIN)
  // While two versions run side by side, one of the newer has no words here.
  const reasons: Record<string, { title: string; next: string }> = t.reasons
  const { title, next } = isAlarm(pause)
    ? (reasons[pause.reason] ?? t.unknown)
    : { title: t.operator.title[pause.scope], next: t.operator.next }
  return (
    <Notice
      tone={isAlarm(pause) ? "danger" : "warn"}
      title={title}
      testId="open-pause"
      action={
        <May needs="operate" silent>
          <Confirm
            open={pauses.resume}
            title={`${pauses.resume}: ${title}`}
            effect={pauses.resumeEffect}
            typed={t.resumeWord}
            submit={pauses.resume}
            act={(reason) => call("POST", "/api/pause/{id}/resume", { params: { id: pause.id }, body: { reason } })}
            testId="resume"
          />
        </May>
      }
    >
      <p>
        {isAlarm(pause) ? t.stopped[pause.scope] : ""} {next}
      </p>
      <p>{pause.detail}</p>
      <p>
        {isAlarm(pause) ? (
          <>
            {t.cause} <code>{pause.reason}</code> ·{" "}
          </>
        ) : null}
        {t.since} <ExactTime time={pause.created_at} />
      </p>
    </Notice>
  )
}
