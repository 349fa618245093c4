import { describe, expect, test } from "vitest"
import type { OwnLink } from "@/lib/client/types"
import { bodyOf, changeOf, draftOf, EMPTY_LINK, problemOf, readPercent } from "./link-draft"

describe("a percentage", () => {
  test.each([
    ["25", 2_500],
    ["2.5", 250],
    ["2,5", 250],
    ["0.01", 1],
    ["100", 10_000],
    ["0", undefined],
    ["100.01", undefined],
    ["1.001", undefined],
    ["-1", undefined],
    ["", undefined],
  ])("%j is %j basis points", (text, bps) => expect(readPercent(text)).toBe(bps))
})

const NOW = Date.parse("2026-06-01T00:00:00Z")
const DRAFT = { ...EMPTY_LINK, title: " Tea ", presets: ["1", "2,5"] }

test("a draft becomes what the API makes of it, in shannons and in UTC", () => {
  expect(bodyOf(DRAFT, "ckt1a")).toEqual({
    receiver: "ckt1a",
    title: "Tea",
    presets: ["100000000", "250000000"],
    one_time: false,
  })
  const splits = [{ receiver: " ckt1b ", percent: "2.5" }]
  expect(bodyOf({ ...DRAFT, amount: "3", reference: "A-7", splits }, "ckt1a")).toEqual({
    receiver: "ckt1a",
    title: "Tea",
    amount: "300000000",
    reference: "A-7",
    splits: [{ receiver: "ckt1b", bps: 250 }],
  })
})

test.each([
  ["title", { title: " " }],
  ["amount", { amount: "x" }],
  ["presets", { presets: ["0"] }],
  ["expires", { expires: "2020-01-01T00:00" }],
  ["splits", { splits: [{ receiver: "ckt1b", percent: "0" }] }],
] as const)("what is wrong with the %s is found before anything is asked", (field, change) => {
  expect(problemOf({ ...DRAFT, ...change } as typeof DRAFT, NOW)).toBe(field)
  expect(problemOf(DRAFT, NOW)).toBe(null)
})

test("a link is changed and copied as it is, but for its order", () => {
  const link = {
    title: "Tea",
    amount: null,
    note: null,
    presets: ["250000000"],
    one_time: true,
    reference: "A-7",
    expires_at: "2026-07-01T10:00:00.000Z",
    success_url: "https://shop.example/",
    splits: [{ receiver: "ckt1b", bps: 250 }],
  } as unknown as OwnLink
  const draft = draftOf(link)
  expect(changeOf(draft)).toEqual({
    title: "Tea",
    note: null,
    presets: ["250000000"],
    expires_at: "2026-07-01T10:00:00.000Z",
    success_url: "https://shop.example/",
  })
  expect(draft).toMatchObject({ reference: "", splits: [{ receiver: "ckt1b", percent: "2.5" }] })
})
