import { expect, test } from "vitest"
import { today } from "@/components/messages/en/admin/today"
import { scheduleInWords } from "./schedule"

test.each([
  ["* * * * *", "Every minute"],
  ["*/5 * * * *", "Every 5 minutes"],
  ["17 * * * *", "Every hour, at :17"],
  ["5 3 * * *", "Every day at 03:05 UTC"],
  ["0 3 * * 1", "0 3 * * 1"],
  ["1,2 * * * *", "1,2 * * * *"],
])("%s is %s", (cron, words) => {
  expect(scheduleInWords(today.jobs, cron)).toBe(words)
})
