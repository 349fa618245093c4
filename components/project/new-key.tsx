"use client"

import { type FormEvent, useState } from "react"
import { PROJECTS } from "@/components/messages/projects"
import { useTexts } from "@/components/messages/provider"
import { Button } from "@/components/ui/button"
import { CheckBox } from "@/components/ui/check-box"
import { Field } from "@/components/ui/field"
import { ProblemNotice } from "@/components/ui/problem-notice"
import { Select } from "@/components/ui/select"
import { call, dataOf } from "@/lib/client/call"
import { KEY_KINDS, KEY_SCOPES, type KeyKind, type KeyScope } from "@/lib/project/types"
import { chosen } from "./chosen"
import { Once } from "./once"
import { useAction } from "./use-action"

/** Makes a key, and shows it once. */
export function NewKey({ projectId, onDone }: { projectId: number; onDone: () => void }) {
  const all = useTexts(PROJECTS)
  const t = all.keys
  const [name, setName] = useState("")
  const [kind, setKind] = useState<KeyKind>("secret")
  const [scopes, setScopes] = useState<KeyScope[]>([...KEY_SCOPES])
  const [origins, setOrigins] = useState("")
  const [isAsked, setAsked] = useState(false)
  const pages = origins.split(/[\s,]+/).filter((page) => page !== "")
  const isSecret = kind === "secret"
  const isGood = name.trim() !== "" && (isSecret ? scopes.length > 0 : pages.length > 0)
  const action = useAction(() => {
    const terms = isSecret ? { scopes } : { origins: pages }
    const body = { kind, name: name.trim(), ...terms }
    return dataOf(call("POST", "/api/project/{id}/key", { params: { id: projectId }, body }))
  })
  if (action.data) {
    return <Once shown={[{ name: action.data.name, label: all.copy.key, text: action.data.key }]} onKept={onDone} />
  }
  const onSubmit = (event: FormEvent) => {
    event.preventDefault()
    setAsked(true)
    if (isGood && !action.isPending) action.mutate(undefined)
  }
  return (
    <form onSubmit={onSubmit} noValidate className="space-y-4">
      <Field
        label={all.name}
        value={name}
        maxLength={80}
        autoComplete="off"
        onChange={({ target }) => setName(target.value)}
        error={isAsked && name.trim() === "" ? all.noName : null}
      />
      <Select
        label={t.create.kind}
        value={kind}
        options={KEY_KINDS.map((value) => ({ value, name: t.kinds[value] }))}
        onChange={(value) => setKind(value === "publishable" ? "publishable" : "secret")}
      />
      {isSecret ? (
        <fieldset>
          <legend className="text-sm font-medium">{t.create.scopes}</legend>
          {KEY_SCOPES.map((scope) => (
            <CheckBox
              key={scope}
              checked={scopes.includes(scope)}
              onChange={(isIn) => setScopes(chosen(scopes, scope, isIn))}
            >
              {t.scopes[scope]}
            </CheckBox>
          ))}
          {isAsked && scopes.length === 0 ? (
            <p role="alert" className="text-sm text-danger-ink">
              {t.create.noScope}
            </p>
          ) : null}
        </fieldset>
      ) : (
        <Field
          label={t.create.origins}
          hint={t.create.originsHint}
          value={origins}
          placeholder="https://shop.example"
          inputMode="url"
          autoComplete="off"
          onChange={({ target }) => setOrigins(target.value)}
          error={isAsked && pages.length === 0 ? t.create.noOrigin : null}
        />
      )}
      {action.isError ? <ProblemNotice error={action.error} /> : null}
      <Button type="submit" wide busy={action.isPending}>
        {t.create.submit}
      </Button>
    </form>
  )
}
