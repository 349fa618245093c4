import { describe, expect, test } from "vitest"
import { ApiError } from "@/lib/client/http"
import { FIELD_REASONS, REASONS } from "@/lib/reasons"
import { MESSAGES } from "./catalogue"
import { refusalOf } from "./refusal"

const NUMBERS = {
  required: "12650001000",
  balance: "6320000000",
  must_stay: "6100000000",
  available: "1000",
  most: "250000000",
  withdrawable: "137000000",
  shortfall: "6500000000",
  cells: 3,
  address: "ckt1qexample",
}

const said = (locale: "en" | "zh-CN", problem: Record<string, unknown> & { code: string }, now = Date.now()) =>
  refusalOf(MESSAGES[locale], new ApiError({ status: 422, detail: "The server's sentence.", ...problem }), now)

describe.each(["en", "zh-CN"] as const)("in %s", (locale) => {
  const { problems, refusals } = MESSAGES[locale]

  test.each(REASONS.filter((reason) => reason !== "operator" && reason !== "maintenance"))(
    "%s has a text of its own, with its numbers, and never the server's",
    (reason) => {
      const { title, text } = said(locale, { code: "STATE_MISMATCH", reason, ...NUMBERS })
      expect(title).toBe(refusals.reasons[reason].title)
      expect(text).not.toMatch(/undefined|NaN|server's/)
    },
  )

  test.each(FIELD_REASONS)("a field that is wrong for %s has a text of its own", (reason) => {
    const errors = [{ path: "amount", message: "The server's sentence.", reason, least: "6100000000" }]
    const { text } = said(locale, { code: "VALIDATION_ERROR", errors })
    expect(text).not.toBe(problems.VALIDATION_ERROR.text)
    expect(text).not.toMatch(/undefined|server's/)
  })

  test("the three who lack CKB read three different things", () => {
    const texts = ["payer_balance", "no_cell", "pool_lacks"].map(
      (reason) => said(locale, { code: "INSUFFICIENT_BALANCE", reason, ...NUMBERS }).title,
    )
    expect(new Set(texts).size).toBe(3)
  })

  test("what was answered, or not at all, is told apart", () => {
    const codes = [
      ...["UNREACHABLE", "OFFLINE", "PAUSED", "RATE_LIMITED", "CHAIN_ERROR", "CATCHING_UP", "NO_PLATFORM_CELL"],
      "OVERLOADED",
    ]
    const titles = codes.map((code) => said(locale, { code, retry_after: 9 }).title)
    expect(new Set(titles).size).toBe(codes.length)
    expect(titles).not.toContain(problems.fallback.title)
  })
})

test("a payer reads what is needed, what there is, what stays and what can move", () => {
  expect(said("en", { code: "INSUFFICIENT_BALANCE", reason: "payer_balance", ...NUMBERS }).text).toBe(
    "You need 126.50001 CKB in this wallet and have 63.2. A CKB wallet keeps 61 CKB to hold the rest, so only 2.2 of yours can move. Nothing was sent.",
  )
})

test("a pause of payouts is not called one of payments", () => {
  expect(said("en", { code: "PAUSED", scope: "settlement", reason: "operator" }).title).toBe("Payouts are paused")
  expect(said("en", { code: "PAUSED", scope: "prepare", reason: "maintenance" }).title).toBe("Payments are paused")
})

test.each(["RATE_LIMITED", "OVERLOADED"])("%s counts down, and then says that it is over", (code) => {
  const begun = Date.now()
  const texts = [0, 10_000, 12_000].map(
    (later) =>
      refusalOf(
        MESSAGES.en,
        Object.assign(new ApiError({ code, status: 503 }), { retryAt: begun + 12_000 }),
        begun + later,
      ).text,
  )
  expect(texts).toEqual([
    "Nothing was sent. Try again in 12 s.",
    "Nothing was sent. Try again in 2 s.",
    "Nothing was sent. You can try again now.",
  ])
})

test("a reason without its numbers, or an unknown one, says what its code says", () => {
  const { problems } = MESSAGES.en
  expect(said("en", { code: "INSUFFICIENT_BALANCE", reason: "owed" })).toEqual(problems.INSUFFICIENT_BALANCE)
  expect(said("en", { code: "CHAIN_ERROR", reason: "of_tomorrow" })).toEqual(problems.CHAIN_ERROR)
  expect(said("en", { code: "OF_TOMORROW" })).toEqual(problems.fallback)
  expect(refusalOf(MESSAGES.en, new Error("a bug"), 0)).toEqual(problems.fallback)
})
