"use client"

import { ADMIN } from "@/components/messages/admin"
import { useTexts } from "@/components/messages/provider"
import { Button } from "@/components/ui/button"
import { ExactTime } from "@/components/ui/exact-time"
import { LoadMore } from "@/components/ui/load-more"
import { Select } from "@/components/ui/select"
import { CardCell, CardRow, CardTable } from "@/components/ui/table"
import { urlOf } from "@/lib/client/call"
import { useAudit } from "@/lib/client/operator-queries"
import { actorName } from "./actor-name"
import { reasonInWords, subjectInWords } from "./audit-words"
import { endOfDay, startOfDay } from "./days"
import { CsvLink, PeriodFields } from "./list-tools"
import { useFilters } from "./search-box"
import { Section } from "./section"

const FILTERS = ["actor", "action", "from", "to"] as const
/** Whoever has no name of their own in the log; of operators one writes the name. */
const KINDS = ["command", "platform", "receiver"] as const

/** What was done in the operator's name, when and why; what receivers set, who are many, only when it is asked for. */
export function AuditSection() {
  const admin = useTexts(ADMIN)
  const t = admin.audit
  // While two versions run side by side, one of the newer has no words here.
  const actions: Record<string, string> = t.actions
  const { filters, change } = useFilters(FILTERS)
  const asked = { ...filters, from: startOfDay(filters.from), to: endOfDay(filters.to) }
  const query = useAudit(asked)
  const rows = query.data?.pages.flatMap((page) => page.data)
  const isFiltered = FILTERS.some((name) => filters[name] !== null)
  return (
    <Section
      id="audit"
      title={t.title}
      description={t.text}
      query={query}
      action={<CsvLink href={urlOf("/api/audit.csv", {}, asked)} name="audit" />}
    >
      <AuditFilters filters={filters} change={change} actors={actorsIn(rows, filters.actor)} />
      {rows?.length === 0 ? <p className="py-4 text-muted">{isFiltered ? admin.search.nothing : t.empty}</p> : null}
      {rows && rows.length > 0 ? (
        <CardTable
          caption={t.title}
          testId="audit"
          columns={[
            { name: t.columns.time },
            { name: t.columns.actor },
            { name: t.columns.action },
            { name: t.columns.subject },
            { name: t.columns.reason },
          ]}
        >
          {rows.map((entry) => (
            <CardRow key={entry.id} data-testid="audit-entry" data-action={entry.action}>
              <CardCell name={t.columns.time} className="lg:text-muted">
                <ExactTime time={entry.created_at} />
              </CardCell>
              <CardCell name={t.columns.actor} className="lg:whitespace-nowrap">
                {actorName(t.actors, entry.actor)}
              </CardCell>
              <CardCell name={t.columns.action} className="font-medium lg:whitespace-nowrap">
                {actions[entry.action] ?? entry.action}
              </CardCell>
              <CardCell name={t.columns.subject}>{subjectInWords(admin, entry)}</CardCell>
              <CardCell name={t.columns.reason}>{reasonInWords(admin, entry)}</CardCell>
            </CardRow>
          ))}
        </CardTable>
      ) : null}
      <LoadMore query={query} />
    </Section>
  )
}

/** Those of operators are as many as there are people: whoever is in the list can be chosen. */
function actorsIn(rows: { actor: string }[] | undefined, chosen: string | null): string[] {
  const operators = rows?.map(({ actor }) => actor).filter((actor) => actor.startsWith("operator")) ?? []
  return [...new Set([...operators, ...KINDS, ...(chosen === null ? [] : [chosen])])]
}

type State = ReturnType<typeof useFilters<(typeof FILTERS)[number]>>

function AuditFilters({ filters, change, actors }: State & { actors: string[] }) {
  const { audit, today } = useTexts(ADMIN)
  const t = today.audit
  return (
    <search className="mb-4 flex flex-wrap items-end gap-x-4 gap-y-2">
      <Select
        label={t.actor}
        value={filters.actor ?? ""}
        onChange={(actor) => change({ actor: actor || null })}
        options={[
          { value: "", name: t.anybody },
          ...actors.map((actor) => ({ value: actor, name: actorName(audit.actors, actor) })),
        ]}
      />
      <Select
        label={t.action}
        value={filters.action ?? ""}
        onChange={(action) => change({ action: action || null })}
        options={[
          { value: "", name: t.anything },
          ...Object.entries(audit.actions).map(([value, name]) => ({ value, name })),
        ]}
      />
      <PeriodFields filters={filters} change={change} />
      {FILTERS.some((name) => filters[name] !== null) ? (
        <Button variant="ghost" onClick={() => change({ actor: null, action: null, from: null, to: null })}>
          {t.clear}
        </Button>
      ) : null}
    </search>
  )
}
