import { expect, test } from "vitest"
import { isNews, readOrigin } from "./opener-messages"

test.each(["https://forum.example", "https://forum.example:8443", "http://localhost:4000", "http://127.0.0.1"])(
  "%s may be told",
  (origin) => {
    expect(readOrigin(origin)).toBe(origin)
  },
)

test.each([
  null,
  "",
  "*",
  "/",
  "null",
  "forum.example",
  "https://forum.example/",
  "https://forum.example/path",
  "https://me@forum.example",
  "HTTPS://forum.example",
  "http://forum.example",
  "javascript:alert(1)",
  "data:text/html,x",
  "file:///etc/passwd",
])("%j is no origin that may be told", (text) => {
  expect(readOrigin(text)).toBeNull()
})

test("what anybody sends is no news", () => {
  for (const data of [null, "paid", 1, {}, { state: "paid" }, { kind: "other", state: "paid" }, []])
    expect(isNews(data)).toBe(false)
  expect(isNews({ kind: "micro-pay", state: "paid" })).toBe(true)
})
