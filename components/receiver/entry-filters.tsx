"use client"

import { Download } from "lucide-react"
import { type FormEvent, useState } from "react"
import { useTexts } from "@/components/messages/provider"
import { RECEIVER } from "@/components/messages/receiver"
import { Button } from "@/components/ui/button"
import { Field } from "@/components/ui/field"
import { Select } from "@/components/ui/select"
import { ENTRY_STATUSES, OWED_KINDS } from "@/lib/ledger/types"
import { type EntryQuery, isFiltered } from "./entry-query"

interface EntryFiltersProps {
  query: EntryQuery
  onChange: (change: Partial<EntryQuery>) => void
  /** where the file with exactly these rows is */
  csv: string
}

/** What to show of the entries. The choice stands in the page's address, so it can be kept and shared. */
export function EntryFilters({ query, onChange, csv }: EntryFiltersProps) {
  const { filters: t, kinds, statuses } = useTexts(RECEIVER).entries
  const any = { value: "", name: t.any }
  return (
    <fieldset className="grid grid-cols-2 gap-3 sm:grid-cols-4" data-testid="entry-filters">
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
      <NoteFilter key={query.note} note={query.note} onChange={(note) => onChange({ note })} />
      <div className="col-span-2 flex flex-wrap items-end gap-2 sm:justify-end">
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

export function ClearFilters({ onChange }: Pick<EntryFiltersProps, "onChange">) {
  const t = useTexts(RECEIVER).entries.filters
  const clear = () => onChange({ kind: "", status: "", note: "", from: "", to: "" })
  return (
    <Button variant="ghost" onClick={clear} data-testid="clear-filters">
      {t.clear}
    </Button>
  )
}

/** Applied by Enter or when the field is left: not by each letter, each of which would be a step of the back button. */
function NoteFilter({ note, onChange }: { note: string; onChange: (note: string) => void }) {
  const t = useTexts(RECEIVER).entries.filters
  const [text, setText] = useState(note)
  const apply = (event?: FormEvent) => {
    event?.preventDefault()
    if (text.trim() !== note) onChange(text.trim())
  }
  return (
    <form className="col-span-2" onSubmit={apply}>
      <Field
        label={t.note}
        type="search"
        enterKeyHint="search"
        autoComplete="off"
        value={text}
        onChange={({ target }) => setText(target.value)}
        onBlur={() => apply()}
        data-testid="filter-note"
      />
    </form>
  )
}
