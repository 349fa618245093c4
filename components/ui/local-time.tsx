"use client"

import { useMessages } from "@/components/messages/provider"
import { useHydrated } from "@/lib/client/use-hydrated"
import { cx } from "./cx"
import { dateFormat, FULL_TIME } from "./formats"

interface LocalTimeProps {
  time: string
  format: Intl.DateTimeFormatOptions
  className?: string
  testId?: string
}

/**
 * A moment by the reader's own clock and calendar. The server knows neither: until the browser takes over it is UTC
 * where the format names the zone, and otherwise only the place is kept.
 */
export function LocalTime({ time, format, className, testId }: LocalTimeProps) {
  const { locale } = useMessages()
  const isHydrated = useHydrated()
  const moment = new Date(time)
  const namesZone = format.timeStyle === "long"
  return (
    <time
      dateTime={time}
      title={isHydrated ? dateFormat(locale, FULL_TIME).format(moment) : undefined}
      className={cx(className, !isHydrated && !namesZone && "invisible")}
      data-testid={testId}
      // Engines differ in the kind of space that they write before "PM".
      suppressHydrationWarning
    >
      {dateFormat(locale, isHydrated ? format : { ...format, timeZone: "UTC" }).format(moment)}
    </time>
  )
}
