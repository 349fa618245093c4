import type { Locale } from "@/components/messages/locale"

const dateFormats = new Map<string, Intl.DateTimeFormat>()
const relativeFormats = new Map<Locale, Intl.RelativeTimeFormat>()

/** A format is slow to make, and tables ask for one in each row: each is made once. */
export function dateFormat(locale: Locale, options: Intl.DateTimeFormatOptions = {}): Intl.DateTimeFormat {
  const key = JSON.stringify([locale, options])
  const format = dateFormats.get(key) ?? new Intl.DateTimeFormat(locale, options)
  dateFormats.set(key, format)
  return format
}

/** "3 minutes ago", "yesterday"; made once, as above. */
export function relativeFormat(locale: Locale): Intl.RelativeTimeFormat {
  const format = relativeFormats.get(locale) ?? new Intl.RelativeTimeFormat(locale, { numeric: "auto" })
  relativeFormats.set(locale, format)
  return format
}

/** Day and time, as `toLocaleString` writes them without options. */
export const FULL_TIME: Intl.DateTimeFormatOptions = {
  ...{ year: "numeric", month: "numeric", day: "numeric" },
  ...{ hour: "numeric", minute: "numeric", second: "numeric" },
}
