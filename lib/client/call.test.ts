import { afterEach, expect, test, vi } from "vitest"
import { call, urlOf } from "./call"

afterEach(() => vi.unstubAllGlobals())

test("a call goes where its contract says, with what it was given", async () => {
  const fetched = vi.fn(async () => Response.json([]))
  vi.stubGlobal("fetch", fetched)
  const params = { address: "ckt1/q?" }
  await call("GET", "/api/account/{address}/entries", { params, query: { limit: "25", cursor: null, note: "a&b" } })
  await call("POST", "/api/pause", { body: { scope: "all", reason: "a test" } })
  expect(fetched.mock.calls).toEqual([
    ["/api/account/ckt1%2Fq%3F/entries?limit=25&note=a%26b", expect.objectContaining({ method: "GET" })],
    ["/api/pause", expect.objectContaining({ method: "POST", body: '{"scope":"all","reason":"a test"}' })],
  ])
})

test("a call that no contract knows does not compile", () => {
  // Never called: the types are what is looked at.
  const wrong = () => [
    // @ts-expect-error: there is no such route
    call("GET", "/api/paymint/{id}", { params: { id: 1 } }),
    // @ts-expect-error: the route has another method
    call("GET", "/api/payment/prepare", {}),
    // @ts-expect-error: which payment?
    call("GET", "/api/payment/{id}"),
    // @ts-expect-error: the parameter has another name
    call("GET", "/api/payment/{id}", { params: { payment: 1 } }),
    // @ts-expect-error: no list has this filter
    call("GET", "/api/payment/all", { query: { statsu: "failed" } }),
    // @ts-expect-error: there is no such scope
    call("POST", "/api/pause", { body: { scope: "everything", reason: "a test" } }),
    // @ts-expect-error: JSON knows no bigint
    call("POST", "/api/dev/faucet", { body: { address: "ckt1", amount: 1n } }),
  ]
  expect(wrong).toBeTypeOf("function")
})

test("what is empty is left out of an address", () => {
  expect(urlOf("/api/payment/all", {}, { status: "", search: undefined })).toBe("/api/payment/all")
})
