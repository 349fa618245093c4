"use client"

import { usePathname, useRouter, useSearchParams } from "next/navigation"
import { type FormEvent, useState } from "react"
import { ADMIN } from "@/components/messages/admin"
import { useTexts } from "@/components/messages/provider"
import { Button } from "@/components/ui/button"
import { Field } from "@/components/ui/field"
import { Filter } from "@/components/ui/filter"

export type Filters<Name extends string> = Record<Name, string | null>

/** The filters of a list, kept in the page's address: a link shows the same, and "back" goes back. */
export function useFilters<Name extends string>(names: readonly Name[]) {
  const params = useSearchParams()
  const path = usePathname()
  const router = useRouter()
  const filters = Object.fromEntries(names.map((name) => [name, params.get(name)])) as Filters<Name>
  const change = (next: Partial<Filters<Name>>) => {
    const query = new URLSearchParams()
    for (const [name, value] of Object.entries<string | null | undefined>({ ...filters, ...next }))
      if (value) query.set(name, value)
    router.replace(query.size > 0 ? `${path}?${query}` : path, { scroll: false })
  }
  return { filters, change }
}

interface SearchBoxProps {
  statuses: { value: string; name: string }[]
  /** what it finds by */
  label: string
  hint?: string
  state: {
    filters: Filters<"status" | "search">
    change: (next: Partial<Filters<"status" | "search">>) => void
  }
  /** more filters */
  children?: React.ReactNode
}

export function SearchBox({ statuses, label, hint, state: { filters, change }, children }: SearchBoxProps) {
  const t = useTexts(ADMIN).search
  const [text, setText] = useState(filters.search ?? "")
  const onSubmit = (event: FormEvent) => {
    event.preventDefault()
    change({ search: text.trim() || null })
  }
  return (
    <search className="mb-4 block space-y-2">
      <form onSubmit={onSubmit} className="flex flex-wrap items-start gap-2">
        <Field
          label={label}
          hint={hint}
          type="search"
          autoComplete="off"
          className="min-w-0 flex-1 basis-60"
          value={text}
          onChange={(event) => setText(event.target.value)}
        />
        <Button type="submit" variant="secondary" className="mt-6">
          {t.submit}
        </Button>
        {filters.search ? (
          <Button
            variant="ghost"
            className="mt-6"
            onClick={() => {
              setText("")
              change({ search: null })
            }}
          >
            {t.clear}
          </Button>
        ) : null}
      </form>
      <Filter<string | null>
        label={t.status}
        value={filters.status}
        onChange={(status) => change({ status })}
        options={[{ value: null, name: t.all }, ...statuses]}
      />
      {children}
    </search>
  )
}
