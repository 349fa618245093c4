"use client"

import { Download } from "lucide-react"
import { useEffect, useEffectEvent, useState } from "react"
import { useTexts } from "@/components/messages/provider"
import { RECEIVER } from "@/components/messages/receiver"
import { Button } from "@/components/ui/button"
import { Field } from "@/components/ui/field"
import { Select } from "@/components/ui/select"
import { ENTRY_STATUSES, OWED_KINDS } from "@/lib/ledger/types"
import { daysOf, type EntryQuery, isFiltered, PERIODS } from "./entry-query"

interface EntryFiltersProps {
  query: EntryQuery
  /** @param how a step of its own for the back button, or in place of the last one */
  onChange: (change: Partial<EntryQuery>, how?: "push" | "replace") => void
  /** where the file with exactly these rows is */
  csv: string
}

/** What to show of the entries. The choice stands in the page's address, so it can be kept and shared. */
export function EntryFilters({ query, onChange, csv }: EntryFiltersProps) {
  const { filters: t, kinds, statuses } = useTexts(RECEIVER).entries
  const any = { value: "", name: t.any }
  return (
    <fieldset
      className="grid grid-cols-[repeat(auto-fit,minmax(min(100%,9rem),1fr))] gap-3 sm:grid-cols-4"
      data-testid="entry-filters"
    >
      <legend className="sr-only">{t.label}</legend>
      <Select
        label={t.kind}
        value={query.kind}
        options={[any, ...OWED_KINDS.map((value) => ({ value, name: kinds[value] }))]}
        onChange={(kind) => onChange({ kind })}
        data-testid="filter-kind"
      />
      <Select
        label={t.status}
        value={query.status}
        options={[any, ...ENTRY_STATUSES.map((value) => ({ value, name: statuses[value] }))]}
        onChange={(status) => onChange({ status })}
        data-testid="filter-status"
      />
      <Field
        label={t.from}
        type="date"
        value={query.from}
        max={query.to || undefined}
        onChange={({ target }) => onChange({ from: target.value })}
        data-testid="filter-from"
      />
      <Field
        label={t.to}
        type="date"
        value={query.to}
        min={query.from || undefined}
        onChange={({ target }) => onChange({ to: target.value })}
        data-testid="filter-to"
      />
      <NoteFilter note={query.note} onChange={(note) => onChange({ note }, "replace")} />
      <Presets onChange={onChange} />
      <div className="col-span-full sm:col-span-2 flex flex-wrap items-end gap-2 sm:justify-end">
        {isFiltered(query) ? <ClearFilters onChange={onChange} /> : null}
        <Button asChild variant="secondary">
          <a href={csv} download data-testid="csv">
            <Download aria-hidden className="size-5" />
            {t.csv}
          </a>
        </Button>
      </div>
    </fieldset>
  )
}

function Presets({ onChange }: Pick<EntryFiltersProps, "onChange">) {
  const t = useTexts(RECEIVER).entries.filters
  return (
    <fieldset className="col-span-full sm:col-span-2 flex flex-wrap items-end gap-2" aria-label={t.presets}>
      {PERIODS.map((period) => (
        <Button
          key={period}
          variant="secondary"
          className="px-3 text-sm"
          onClick={() => onChange(daysOf(period, new Date()))}
          data-testid={`period-${period}`}
        >
          {t[period]}
        </Button>
      ))}
    </fieldset>
  )
}

export function ClearFilters({ onChange }: Pick<EntryFiltersProps, "onChange">) {
  const t = useTexts(RECEIVER).entries.filters
  const clear = () => onChange({ kind: "", status: "", note: "", from: "", to: "" })
  return (
    <Button variant="ghost" onClick={clear} data-testid="clear-filters">
      {t.clear}
    </Button>
  )
}

/** How long nobody types before what is typed is looked for. */
const PAUSE_MS = 300

/** Looked for while it is typed; the address is replaced meanwhile, so that the back button does not undo letters. */
function NoteFilter({ note, onChange }: { note: string; onChange: (note: string) => void }) {
  const t = useTexts(RECEIVER).entries.filters
  const [text, setText] = useState(note)
  const [applied, setApplied] = useState(note)
  const [shown, setShown] = useState(note)
  if (note !== shown) {
    setShown(note)
    // Cleared, or another step of the browser's history: but not the echo of what was applied, while more is typed.
    if (note !== applied) {
      setApplied(note)
      setText(note)
    }
  }
  const apply = () => {
    if (text.trim() === note) return
    setApplied(text.trim())
    onChange(text.trim())
  }
  const applyLater = useEffectEvent(apply)
  useEffect(() => {
    if (text.trim() === note) return
    const timer = setTimeout(() => applyLater(), PAUSE_MS)
    return () => clearTimeout(timer)
  }, [text, note])
  return (
    <form
      className="col-span-full sm:col-span-2"
      onSubmit={(event) => {
        event.preventDefault()
        apply()
      }}
    >
      <Field
        label={t.note}
        type="search"
        enterKeyHint="search"
        autoComplete="off"
        value={text}
        onChange={({ target }) => setText(target.value)}
        data-testid="filter-note"
      />
    </form>
  )
}
