"use client"

import { useSearchParams } from "next/navigation"
import { useTexts } from "@/components/messages/provider"
import { RECEIVER } from "@/components/messages/receiver"
import { Button } from "@/components/ui/button"
import { Freshness } from "@/components/ui/freshness"
import { Notice } from "@/components/ui/notice"
import { ProblemNotice } from "@/components/ui/problem-notice"
import { SkeletonRows } from "@/components/ui/skeleton"
import { urlOf } from "@/lib/client/call"
import { useEntries } from "@/lib/client/receiver-queries"
import { EntriesSum } from "./entries-sum"
import { EntriesTable } from "./entries-table"
import { ClearFilters, EntryFilters } from "./entry-filters"
import { apiFilters, type EntryQuery, isFiltered, readEntryQuery, writeEntryQuery } from "./entry-query"

/** The income of an address: filters, a page of rows, and the way to the next. */
export function EntriesSection({ address, explorer }: { address: string; explorer: string | null | undefined }) {
  const t = useTexts(RECEIVER).entries
  const query = readEntryQuery(new URLSearchParams(useSearchParams()))
  const filters = apiFilters(query)
  const csv = urlOf("/api/account/{address}/entries.csv", { address }, Object.fromEntries(filters))
  if (query.cursor !== "") filters.set("cursor", query.cursor)
  const entries = useEntries(address, filters.toString())
  const change = (part: Partial<EntryQuery>, how: "push" | "replace" = "push") => {
    const next = writeEntryQuery({ ...query, cursor: "", ...part })
    // Next's router takes notice; nothing is fetched from the server for it.
    const address = next === "" ? window.location.pathname : `?${next}`
    if (how === "push") window.history.pushState(null, "", address)
    else window.history.replaceState(null, "", address)
  }
  const page = entries.data
  return (
    <section aria-labelledby="entries-title" className="space-y-4">
      <div className="flex flex-wrap items-baseline justify-between gap-2">
        <h2 id="entries-title" className="text-lg font-semibold">
          {t.title}
        </h2>
        <Freshness query={entries} />
      </div>
      <EntryFilters query={query} onChange={change} csv={csv} />
      <EntriesSum address={address} query={query} />
      {!page && entries.isError ? <ProblemNotice error={entries.error} /> : null}
      {!page && !entries.isError ? <SkeletonRows /> : null}
      {page && page.data.length > 0 ? (
        <EntriesTable rows={page.data} explorer={explorer} isOld={entries.isPlaceholderData} />
      ) : null}
      {page && page.data.length === 0 ? (
        <Notice
          title={t.noMatch}
          testId="no-match"
          action={isFiltered(query) ? <ClearFilters onChange={change} /> : undefined}
        />
      ) : null}
      <nav aria-label={t.pages} className="flex flex-wrap gap-2">
        {query.cursor === "" ? null : (
          <Button variant="secondary" onClick={() => change({ cursor: "" })} data-testid="newest">
            {t.newest}
          </Button>
        )}
        {page?.nextCursor ? (
          <Button variant="secondary" onClick={() => change({ cursor: page.nextCursor ?? "" })} data-testid="older">
            {t.older}
          </Button>
        ) : null}
      </nav>
    </section>
  )
}
