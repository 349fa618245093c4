/** The first moment of a day in UTC, as the API takes it: "2026-01-31". */
export function startOfDay(day: string | null): string | null {
  return day === null ? null : `${day}T00:00:00.000Z`
}

/** The last one. */
export function endOfDay(day: string | null): string | null {
  return day === null ? null : `${day}T23:59:59.999Z`
}
