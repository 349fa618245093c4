"use client"

import { useMessages } from "@/components/messages/provider"
import { useNow } from "./use-now"

const UNITS = [
  ["day", 86_400],
  ["hour", 3_600],
  ["minute", 60],
  ["second", 1],
] as const

/** "3 minutes ago", exact on hover. Render it with data from the API only: the server does not know the reader's clock. */
export function TimeAgo({ time, className }: { time: string; className?: string }) {
  const { locale } = useMessages()
  const now = useNow(10_000)
  const date = new Date(time)
  return (
    <time dateTime={time} title={date.toLocaleString(locale)} className={className}>
      {relativeTime((date.getTime() - now) / 1_000, locale)}
    </time>
  )
}

/** Differences of less than this read as "now". */
const NOW_SECONDS = 10

/** A time difference in words, in whole units of the largest that fits. */
export function relativeTime(seconds: number, locale: string): string {
  const format = new Intl.RelativeTimeFormat(locale, { numeric: "auto" })
  if (Math.abs(seconds) < NOW_SECONDS) return format.format(0, "second")
  const unit = UNITS.find(([, length]) => Math.abs(seconds) >= length)
  return unit ? format.format(Math.trunc(seconds / unit[1]), unit[0]) : format.format(0, "second")
}
