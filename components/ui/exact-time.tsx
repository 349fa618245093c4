"use client"

import { LocalTime } from "./local-time"

/** A moment for the record: to the second, in the reader's time zone, and which that is. */
export function ExactTime({ time, testId }: { time: string; testId?: string }) {
  return <LocalTime time={time} format={{ dateStyle: "medium", timeStyle: "long" }} testId={testId} />
}
