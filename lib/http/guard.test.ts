import { request as ask, createServer } from "node:http"
import type { AddressInfo } from "node:net"
import fc from "fast-check"
import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { guardRequests, repairPath } from "./guard"

describe("a path", () => {
  test("that can be decoded stays as it is", () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: "grapheme" })), fc.string(), (segments, query) => {
        const url = `/${segments.map(encodeURIComponent).join("/")}?${query}`
        expect(repairPath(url)).toBe(url)
      }),
    )
  })

  test("that cannot be decoded becomes one that can, with as many parts, and keeps its query", () => {
    const part = fc.string({ unit: fc.constantFrom("%", "f", "0", "c", "3", "a", "%ff", "%C3%A9", "%2f") })
    fc.assert(
      fc.property(fc.array(part), (parts) => {
        const path = `/${parts.join("/")}`
        const [repaired = "", query] = repairPath(`${path}?q=%ff`).split("?")
        expect(() => decodeURIComponent(repaired)).not.toThrow()
        expect(repaired.split("/")).toHaveLength(path.split("/").length)
        expect(query).toBe("q=%ff")
      }),
    )
  })

  test.each([
    ["/api/payment/%ff", "/api/payment/%EF%BF%BD"],
    ["/api/payment/%", "/api/payment/%25"],
    ["/api/%zz/%C3%A9", "/api/%25zz/%C3%A9"],
  ])("%s becomes %s", (path, repaired) => {
    expect(repairPath(path)).toBe(repaired)
  })
})

describe("a server", () => {
  const server = createServer((request, response) => {
    const { url, method, headers } = request
    response.end(JSON.stringify({ url, method, hops: headers["x-forwarded-for"] }))
  })
  beforeAll(async () => {
    guardRequests()
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve))
  })
  afterAll(() => {
    server.close()
  })
  const send = (path: string, method = "GET", headers: Record<string, string | string[]> = {}) =>
    new Promise<{ url: string; method: string; hops: string }>((resolve, reject) => {
      const { port } = server.address() as AddressInfo
      ask({ port, path, method, headers, host: "127.0.0.1" }, async (response) => {
        resolve(JSON.parse((await response.toArray()).join("")))
      })
        .on("error", reject)
        .end()
    })

  test("sees a path that it can decode, and no TRACE", async () => {
    expect(await send("/api/%ff?a=%ff")).toMatchObject({ url: "/api/%EF%BF%BD?a=%ff" })
    expect(await send("/", "TRACE")).toMatchObject({ method: "DELETE" })
    expect(await send("/", "POST")).toMatchObject({ method: "POST", url: "/" })
  })

  test.each([
    ["GET", "http://evil.example/pay?a=1", "/pay?a=1"],
    ["GET", "HTTP://pay.example", "/"],
    ["GET", "http://pay.example?a=1", "/?a=1"],
    ["GET", "/pay?to=http://pay.example/", "/pay?to=http://pay.example/"],
    ["OPTIONS", "/", "/api/health"],
    ["OPTIONS", "*", "/api/health"],
    ["OPTIONS", "/api/payment/prepare", "/api/payment/prepare"],
  ])("sees a path, whatever form the target has: %s %s", async (method, target, url) => {
    expect(await send(target, method)).toMatchObject({ url, method })
  })

  test("sees where the connection comes from, after what the client says", async () => {
    expect((await send("/")).hops).toBe("127.0.0.1")
    expect((await send("/", "GET", { "x-forwarded-for": "1.2.3.4" })).hops).toBe("1.2.3.4, 127.0.0.1")
  })
})
