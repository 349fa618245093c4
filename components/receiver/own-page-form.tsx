"use client"

import { useMutation, useQueryClient } from "@tanstack/react-query"
import { type FormEvent, useState } from "react"
import { LINKS } from "@/components/messages/links"
import { useTexts } from "@/components/messages/provider"
import { Button } from "@/components/ui/button"
import { Field } from "@/components/ui/field"
import { ProblemNotice } from "@/components/ui/problem-notice"
import { call } from "@/lib/client/call"
import { ApiError } from "@/lib/client/http"
import { QUERY_KEYS } from "@/lib/client/query-keys"
import type { OwnProfile } from "@/lib/client/types"
import { typedCkb, writtenCkb } from "@/lib/typed-amount"
import { PresetsField } from "./presets-field"

interface OwnPageFormProps {
  address: string
  own: OwnProfile
  onDone: () => void
}

const NAME = /^[a-z0-9]+(-[a-z0-9]+)*$/

/** Name, what people read, and amounts to pick from. */
export function OwnPageForm({ address, own, onDone }: OwnPageFormProps) {
  const t = useTexts(LINKS).page
  const queries = useQueryClient()
  const before = own.profile
  const [name, setName] = useState(before?.name ?? "")
  const [displayName, setDisplayName] = useState(before?.display_name ?? "")
  const [message, setMessage] = useState(before?.message ?? "")
  const [presets, setPresets] = useState(() => (before?.presets ?? []).map((preset) => writtenCkb(BigInt(preset))))
  const isName = NAME.test(name) && name.length >= 3 && name.length <= 30
  const isReady = isName && displayName.trim() !== "" && presets.every((preset) => typedCkb(preset))
  const set = useMutation({
    mutationFn: (isDown: boolean) => {
      const words = {
        name,
        display_name: displayName.trim(),
        message: message.trim() || null,
        presets: presets.map((preset) => String(typedCkb(preset))),
      }
      const body = isDown ? { name: null } : words
      return call("POST", "/api/account/{address}/profile", { params: { address }, body })
    },
    onSuccess: ({ data }) => {
      queries.setQueryData(QUERY_KEYS.profile(address), data)
      onDone()
    },
  })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (isReady) set.mutate(false)
  }
  return (
    <form className="space-y-4" onSubmit={submit} noValidate>
      <Field
        label={t.name}
        hint={t.nameHint(own.names_left)}
        error={reasonOf(set.error, t.reasons) ?? (name !== "" && !isName ? t.badName : null)}
        value={name}
        maxLength={30}
        onChange={({ target }) => {
          setName(target.value.toLowerCase())
          set.reset()
        }}
        autoComplete="off"
        autoCapitalize="none"
        spellCheck={false}
        data-testid="page-name"
      />
      <Field
        label={t.displayName}
        value={displayName}
        maxLength={40}
        onChange={({ target }) => setDisplayName(target.value)}
        data-testid="page-display-name"
      />
      <Field
        label={t.message}
        value={message}
        maxLength={500}
        onChange={({ target }) => setMessage(target.value)}
        data-testid="page-message"
      />
      <PresetsField value={presets} onChange={setPresets} />
      {set.isError && reasonOf(set.error, t.reasons) === null ? <ProblemNotice error={set.error} /> : null}
      <div className="flex flex-wrap gap-2">
        <Button type="submit" disabled={!isReady} busy={set.isPending} data-testid="save-page">
          {t.save}
        </Button>
        {before ? (
          <Button variant="ghost" onClick={() => set.mutate(true)} data-testid="page-down">
            {t.down}
          </Button>
        ) : null}
      </div>
    </form>
  )
}

/** Why a name cannot be had, in the words of the page. */
function reasonOf(error: Error | null, texts: Record<string, string>): string | null {
  if (!(error instanceof ApiError) || error.code !== "NAME_UNAVAILABLE") return null
  const { name_is: reason } = error.problem as { name_is?: string }
  return (reason && texts[reason]) || null
}
