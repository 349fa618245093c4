"use client"

import { usePathname, useRouter, useSearchParams } from "next/navigation"
import { type FormEvent, useState } from "react"
import { ADMIN } from "@/components/messages/admin"
import { useTexts } from "@/components/messages/provider"
import { Button } from "@/components/ui/button"
import { Field } from "@/components/ui/field"
import { Filter } from "@/components/ui/filter"

/** The filters of a list, kept in the page's address: a link shows the same, and "back" goes back. */
export function useFilters() {
  const params = useSearchParams()
  const path = usePathname()
  const router = useRouter()
  const filters = { status: params.get("status"), search: params.get("search") }
  const change = (next: Partial<typeof filters>) => {
    const query = new URLSearchParams()
    for (const [name, value] of Object.entries({ ...filters, ...next })) if (value) query.set(name, value)
    router.replace(query.size > 0 ? `${path}?${query}` : path, { scroll: false })
  }
  return { filters, change }
}

interface SearchBoxProps {
  statuses: { value: string; name: string }[]
  state: ReturnType<typeof useFilters>
}

export function SearchBox({ statuses, state: { filters, change } }: SearchBoxProps) {
  const t = useTexts(ADMIN).search
  const [text, setText] = useState(filters.search ?? "")
  const onSubmit = (event: FormEvent) => {
    event.preventDefault()
    change({ search: text.trim() || null })
  }
  return (
    <search className="mb-4 block space-y-2">
      <form onSubmit={onSubmit} className="flex flex-wrap items-end gap-2">
        <Field
          label={t.label}
          type="search"
          autoComplete="off"
          className="min-w-0 flex-1 basis-60"
          value={text}
          onChange={(event) => setText(event.target.value)}
        />
        <Button type="submit" variant="secondary">
          {t.submit}
        </Button>
        {filters.search ? (
          <Button
            variant="ghost"
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
    </search>
  )
}
