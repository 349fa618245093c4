import { expect, test } from "vitest"
import { apiFilters, daysOf, isFiltered, readEntryQuery, writeEntryQuery } from "./entry-query"

const read = (text: string) => readEntryQuery(new URLSearchParams(text))

test("the page's address keeps what is filtered", () => {
  const text = "kind=split&status=paid&note=green+tea&from=2026-01-02&to=2026-01-31&cursor=17"
  expect(writeEntryQuery(read(text))).toBe(text)
  expect(isFiltered(read(text))).toBe(true)
  expect(isFiltered(read("cursor=17"))).toBe(false)
})

test("what no filter can be is left out, so that the page shows something", () => {
  expect(writeEntryQuery(read("kind=fee&status=x&from=31.1.2026&to=2026-13-01&cursor=abc&other=1"))).toBe("")
})

test("days are whole days in UTC, and the page's cursor is no filter", () => {
  expect(Object.fromEntries(apiFilters(read("from=2026-01-02&to=2026-01-31&cursor=17&note=x")))).toEqual({
    note: "x",
    from: "2026-01-02T00:00:00.000Z",
    to: "2026-01-31T23:59:59.999Z",
  })
})

test("periods by their names are whole months and years, also over the end of a year", () => {
  const january = new Date("2027-01-15T12:00:00Z")
  expect(daysOf("thisMonth", january)).toEqual({ from: "2027-01-01", to: "2027-01-31" })
  expect(daysOf("lastMonth", january)).toEqual({ from: "2026-12-01", to: "2026-12-31" })
  expect(daysOf("thisYear", january)).toEqual({ from: "2027-01-01", to: "2027-12-31" })
  expect(daysOf("thisMonth", new Date("2028-02-29T23:59:59Z"))).toEqual({ from: "2028-02-01", to: "2028-02-29" })
})
