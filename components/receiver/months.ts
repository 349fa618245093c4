const MONTHS_SHOWN = 24
const MONTH = /^20\d\d-(0[1-9]|1[0-2])$/

/** "2026-11", "2026-10" and so on, in UTC, as statements are. */
export function lastMonths(now: Date): string[] {
  return Array.from({ length: MONTHS_SHOWN }, (_, ago) =>
    new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() - ago, 1)).toISOString().slice(0, 7),
  )
}

/** The month in the address of a statement; the present one where there is none. */
export function readMonth(text: string | null, now: Date): string {
  return text !== null && MONTH.test(text) ? text : now.toISOString().slice(0, 7)
}

/** The last months, and another one where that is looked at. */
export function monthsWith(month: string, now: Date): string[] {
  return [...new Set([...lastMonths(now), month])].sort().reverse()
}

/** "2026-11-01" and "2026-11-30" */
export function daysOfMonth(month: string): { first: Date; last: Date } {
  const [year = 0, number = 0] = month.split("-").map(Number)
  return { first: new Date(Date.UTC(year, number - 1, 1)), last: new Date(Date.UTC(year, number, 0)) }
}
