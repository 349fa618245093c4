import { expect, test } from "vitest"
import { daysOfMonth, lastMonths, monthsWith, readMonth } from "./months"

const now = new Date("2026-01-31T23:59:59Z")

test("the months to choose from go back two years, and hold the one that is looked at", () => {
  expect(lastMonths(now).slice(0, 3)).toEqual(["2026-01", "2025-12", "2025-11"])
  expect(lastMonths(now)).toHaveLength(24)
  expect(monthsWith("2025-12", now)).toEqual(lastMonths(now))
  expect(monthsWith("2021-05", now).at(-1)).toBe("2021-05")
})

test.for([null, "", "2026-13", "2026-1", "1999-12", "2026-01-01"])(
  "what is no month is the present one: %s",
  (text) => {
    expect(readMonth(text, now)).toBe("2026-01")
  },
)

test("a month has its first and its last day, in leap years too", () => {
  expect(readMonth("2024-02", now)).toBe("2024-02")
  const { first, last } = daysOfMonth("2024-02")
  expect([first, last].map((day) => day.toISOString().slice(0, 10))).toEqual(["2024-02-01", "2024-02-29"])
})
