import { ENTRY_STATUSES, OWED_KINDS } from "@/lib/ledger/types"

/** What of the entries is shown, as it stands in the page's address. Empty texts filter nothing. */
export interface EntryQuery {
  kind: string
  status: string
  note: string
  /** days in UTC, "2026-01-31" */
  from: string
  to: string
  /** of the page that is shown; empty on the newest */
  cursor: string
}

const FILTERS = ["kind", "status", "note", "from", "to"] as const

/** Reads the page's address. What no filter can be is left out. */
export function readEntryQuery(params: URLSearchParams): EntryQuery {
  const text = (name: string) => params.get(name) ?? ""
  const oneOf = (name: string, values: readonly string[]) => (values.includes(text(name)) ? text(name) : "")
  const matching = (name: string, form: RegExp) => (form.test(text(name)) ? text(name) : "")
  return {
    kind: oneOf("kind", OWED_KINDS),
    status: oneOf("status", ENTRY_STATUSES),
    note: text("note").slice(0, 1_000),
    from: matching("from", DAY),
    to: matching("to", DAY),
    cursor: matching("cursor", /^[1-9]\d{0,17}$/),
  }
}

const DAY = /^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/

/** The address's query for a state of the page, without what filters nothing. */
export function writeEntryQuery(query: EntryQuery): string {
  const params = new URLSearchParams()
  for (const [name, value] of Object.entries(query)) if (value !== "") params.set(name, value)
  return params.toString()
}

export function isFiltered(query: EntryQuery): boolean {
  return FILTERS.some((name) => query[name] !== "")
}

/** The filters as the API takes them: for the list, and for the file of the same rows. */
export function apiFilters(query: EntryQuery): URLSearchParams {
  const params = new URLSearchParams()
  for (const name of ["kind", "status", "note"] as const) if (query[name] !== "") params.set(name, query[name])
  if (query.from !== "") params.set("from", `${query.from}T00:00:00.000Z`)
  if (query.to !== "") params.set("to", `${query.to}T23:59:59.999Z`)
  return params
}

/** Periods that people ask for by name. */
export const PERIODS = ["thisMonth", "lastMonth", "thisYear"] as const

/** The first and the last day of a period, in UTC as all days here. */
export function daysOf(period: (typeof PERIODS)[number], now: Date): Pick<EntryQuery, "from" | "to"> {
  const [year, month] = [now.getUTCFullYear(), now.getUTCMonth()]
  const day = (inMonth: number, of: number) => new Date(Date.UTC(year, inMonth, of)).toISOString().slice(0, 10)
  if (period === "thisYear") return { from: day(0, 1), to: day(12, 0) }
  const first = period === "thisMonth" ? month : month - 1
  return { from: day(first, 1), to: day(first + 1, 0) }
}
