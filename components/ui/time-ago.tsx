"use client"

import type { Locale } from "@/components/messages/locale"
import { useMessages } from "@/components/messages/provider"
import { useHydrated } from "@/lib/client/use-hydrated"
import { dateFormat, FULL_TIME, relativeFormat } from "./formats"
import { useNow } from "./use-now"

const UNITS = [
  ["day", 86_400],
  ["hour", 3_600],
  ["minute", 60],
  ["second", 1],
] as const
/** Differences of less than this read as "now". */
const NOW_SECONDS = 10

interface TimeProps {
  time: string
  className?: string
}

/** "3 minutes ago", exact on hover. */
export function TimeAgo({ time, className }: TimeProps) {
  const now = useNow(10_000)
  return (
    <Time time={time} className={className}>
      {relativeTime((Date.parse(time) - now) / 1_000, useMessages().locale)}
    </Time>
  )
}

/** "in 3 minutes", for what comes by itself: when its moment is here, it is still about to happen. */
export function TimeUntil({ time, className }: TimeProps) {
  const { locale, common } = useMessages()
  const seconds = (Date.parse(time) - useNow(10_000)) / 1_000
  return (
    <Time time={time} className={className}>
      {seconds < NOW_SECONDS ? common.anyMoment : relativeTime(seconds, locale)}
    </Time>
  )
}

/** The server knows neither the reader's clock nor their time zone: it only keeps the place. */
function Time({ time, className, children }: TimeProps & { children: string }) {
  const { locale } = useMessages()
  if (!useHydrated())
    return (
      <time dateTime={time} className={className}>
        <span className="invisible">…</span>
      </time>
    )
  return (
    <time dateTime={time} title={dateFormat(locale, FULL_TIME).format(new Date(time))} className={className}>
      {children}
    </time>
  )
}

/** A time difference in words, in whole units of the largest that fits. */
export function relativeTime(seconds: number, locale: Locale): string {
  const words = wordsOf(seconds, locale)
  // As all Chinese texts here: a space beside digits, and no 秒钟 beside 分钟.
  return locale === "zh-CN" ? words.replace("秒钟", "秒").replace(/(?<=\d)(?=[\u4e00-\u9fff])/, " ") : words
}

function wordsOf(seconds: number, locale: Locale): string {
  const format = relativeFormat(locale)
  if (Math.abs(seconds) < NOW_SECONDS) return format.format(0, "second")
  const unit = UNITS.find(([, length]) => Math.abs(seconds) >= length)
  return unit ? format.format(Math.trunc(seconds / unit[1]), unit[0]) : format.format(0, "second")
}
