"use client"

import { useMessages } from "@/components/messages/provider"

/**
 * A moment for the record: to the second, in the reader's time zone, and which that is. Render it with data from the
 * API only.
 */
export function ExactTime({ time, testId }: { time: string; testId?: string }) {
  const { locale } = useMessages()
  return (
    <time dateTime={time} data-testid={testId}>
      {new Date(time).toLocaleString(locale, { dateStyle: "medium", timeStyle: "long" })}
    </time>
  )
}
