"use client"

import { PROJECTS } from "@/components/messages/projects"
import { useTexts } from "@/components/messages/provider"
import { Chip, type Tone } from "@/components/ui/chip"
import { TimeAgo, TimeUntil } from "@/components/ui/time-ago"
import { useNow } from "@/components/ui/use-now"
import { Window } from "@/components/ui/window"
import { call, dataOf } from "@/lib/client/call"
import type { ApiKey } from "@/lib/client/project-queries"
import { Once } from "./once"
import { Overlap } from "./overlap"
import { Sure } from "./sure"

type State = "working" | "ending" | "ended" | "revoked"
const TONES: Record<State, Tone> = { working: "accent", ending: "warn", ended: "neutral", revoked: "neutral" }

function stateOf({ revoked_at, expires_at }: ApiKey, now: number): State {
  if (revoked_at !== null) return "revoked"
  if (expires_at === null) return "working"
  return Date.parse(expires_at) > now ? "ending" : "ended"
}

/** One key: what it may do, when it was used, and how it ends. */
export function KeyRow({ apiKey, projectId }: { apiKey: ApiKey; projectId: number }) {
  const all = useTexts(PROJECTS)
  const t = all.keys
  const state = stateOf(apiKey, useNow(10_000))
  const params = { id: projectId, key_id: apiKey.id }
  return (
    <li className="space-y-2 py-4 first:pt-0" data-testid="key" data-state={state}>
      <div className="flex items-start justify-between gap-2">
        <p className="min-w-0 font-medium wrap-anywhere">{apiKey.name}</p>
        <Chip tone={TONES[state]}>{t[state]}</Chip>
      </div>
      <p className="text-sm text-muted">
        <code translate="no" className="wrap-anywhere">
          {apiKey.prefix}…
        </code>{" "}
        · {t.kinds[apiKey.kind]}
      </p>
      <ul className="flex flex-wrap gap-1 text-sm">
        {[...apiKey.scopes.map((scope) => t.scopes[scope]), ...apiKey.origins].map((word) => (
          <li key={word} className="rounded-md bg-sunken px-2 py-0.5 wrap-anywhere">
            {word}
          </li>
        ))}
      </ul>
      <p className="text-sm text-muted">
        {t.used} {apiKey.last_used_at ? <TimeAgo time={apiKey.last_used_at} /> : t.never}
        {state === "ending" && apiKey.expires_at ? (
          <>
            {" "}
            · {t.ends} <TimeUntil time={apiKey.expires_at} />
          </>
        ) : null}
      </p>
      {state === "working" || state === "ending" ? (
        <div className="flex flex-wrap gap-2">
          <Window title={t.rotate.title(apiKey.name)} text={t.rotate.text} opener={t.rotate.open} testId="rotate-key">
            {(close) => (
              <Overlap
                submit={t.rotate.submit}
                act={(overlap_seconds) =>
                  dataOf(call("POST", "/api/project/{id}/key/{key_id}/rotate", { params, body: { overlap_seconds } }))
                }
              >
                {({ key }) => (
                  <Once shown={[{ name: all.keys.title, label: all.copy.key, text: key }]} onKept={close} />
                )}
              </Overlap>
            )}
          </Window>
          <Sure
            title={t.revoke.title(apiKey.name)}
            text={t.revoke.text}
            opener={t.revoke.open}
            submit={t.revoke.submit}
            testId="revoke-key"
            act={() => call("POST", "/api/project/{id}/key/{key_id}/revoke", { params })}
          />
        </div>
      ) : null}
    </li>
  )
}
