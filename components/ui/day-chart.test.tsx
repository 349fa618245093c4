import { renderToStaticMarkup } from "react-dom/server"
import { describe, expect, test } from "vitest"
import { MessagesProvider } from "@/components/messages/provider"
import { DayChart, type DaySum } from "./day-chart"

const days = (sums: bigint[]): DaySum[] =>
  sums.map((sum, index) => ({
    day: new Date(Date.UTC(2026, 0, 1 + index)).toISOString().slice(0, 10),
    shannons: String(sum),
  }))

function shown(sums: bigint[], span?: number): string {
  const markup = renderToStaticMarkup(
    <MessagesProvider locale="en">
      <DayChart label="Income" days={days(sums)} span={span} empty={<p>nothing</p>} />
    </MessagesProvider>,
  )
  return markup.replace(/<[^>]*>/g, " ").replace(/\s+/g, " ")
}

describe("sums by day", () => {
  test("stand on an axis with a unit, whose top is round and above every bar", () => {
    expect(shown([1_300_000_000n, 0n])).toContain("20 CKB 10 0")
    expect(shown([2_000_000_000n, 0n])).toContain("20 CKB 10 0")
    expect(shown([2_100_000_000n, 0n])).toContain("50 CKB 25 0")
    expect(shown([1n, 0n])).toContain("0.0000001 CKB 0.00000005 0")
  })

  test("are named by weekday, and summed over the period", () => {
    const text = shown([100_000_000n, 150_000_000n])
    expect(text).toContain("Last 2 days 2.5 CKB")
    expect(text).toContain("Thu")
    expect(text).toContain("Fri")
  })

  test("of several days together are exact, also at the end that is no whole span", () => {
    const text = shown([1n, 2n, 3n, 4n, 5n, 6n, 7n, 100n], 7)
    expect(text).toContain("0.00000028 CKB")
    expect(text).toContain("0.000001 CKB")
    expect(text).toContain("7 days from (UTC)")
    expect(text).toContain("Last 8 days 0.00000128 CKB")
  })

  test("are not drawn when there are none", () => {
    expect(shown([0n, 0n])).toBe(" nothing ")
  })
})
