"use client"

import { type FormEvent, useState } from "react"
import { PROJECTS } from "@/components/messages/projects"
import { useTexts } from "@/components/messages/provider"
import { Button } from "@/components/ui/button"
import { CheckBox } from "@/components/ui/check-box"
import { Field } from "@/components/ui/field"
import { Fold } from "@/components/ui/fold"
import { ProblemNotice } from "@/components/ui/problem-notice"
import { call, dataOf } from "@/lib/client/call"
import { EVENT_TYPES, type EventType } from "@/lib/event/types"
import { chosen } from "./chosen"
import { Once } from "./once"
import { useAction } from "./use-action"

/** Makes a webhook, and shows its secret once, with the public key beside it. */
export function NewWebhook({ projectId, onDone }: { projectId: number; onDone: () => void }) {
  const all = useTexts(PROJECTS)
  const t = all.webhooks.create
  const [url, setUrl] = useState("")
  const [types, setTypes] = useState<EventType[]>([])
  const [isAsked, setAsked] = useState(false)
  const action = useAction(() => {
    const body = { url: url.trim(), ...(types.length > 0 ? { types } : {}) }
    return dataOf(call("POST", "/api/project/{id}/webhook", { params: { id: projectId }, body }))
  })
  if (action.data) {
    const { secret, public_key } = action.data
    const shown = [
      { name: all.webhooks.secret, label: all.copy.secret, text: secret },
      { name: all.publicKey, label: all.copy.publicKey, text: public_key },
    ]
    return <Once shown={shown} onKept={onDone} />
  }
  const onSubmit = (event: FormEvent) => {
    event.preventDefault()
    setAsked(true)
    if (url.trim() !== "" && !action.isPending) action.mutate(undefined)
  }
  return (
    <form onSubmit={onSubmit} noValidate className="space-y-4">
      <Field
        label={t.url}
        hint={t.urlHint}
        value={url}
        placeholder="https://shop.example/hooks"
        inputMode="url"
        autoComplete="off"
        maxLength={2_000}
        onChange={({ target }) => setUrl(target.value)}
        error={isAsked && url.trim() === "" ? t.noUrl : null}
      />
      <Fold title={t.types}>
        <fieldset>
          <legend className="text-sm text-muted">{t.typesHint}</legend>
          <div className="grid grid-cols-1 gap-x-4 sm:grid-cols-2">
            {EVENT_TYPES.map((type) => (
              <CheckBox
                key={type}
                checked={types.includes(type)}
                onChange={(isIn) => setTypes(chosen(types, type, isIn))}
              >
                <code translate="no">{type}</code>
              </CheckBox>
            ))}
          </div>
        </fieldset>
      </Fold>
      {action.isError ? <ProblemNotice error={action.error} /> : null}
      <Button type="submit" wide busy={action.isPending}>
        {t.submit}
      </Button>
    </form>
  )
}
