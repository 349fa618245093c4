import { describe, expect, test } from "vitest"
import { Forbidden } from "@/lib/errors"
import { PREFLIGHT_HEADERS } from "./cors"
import { requireSameOrigin } from "./origin"

type Headers = Record<string, string>

const PUBLIC = "https://pay.example"
const UNKNOWN = { publicOrigin: undefined }

function passes(headers: Headers, config: { publicOrigin: string | undefined } = { publicOrigin: PUBLIC }): boolean {
  const request = new Request("http://127.0.0.1:3000/api/admin/login", { method: "POST", headers })
  try {
    requireSameOrigin(config, request)
    return true
  } catch (error) {
    expect(error).toBeInstanceOf(Forbidden)
    return false
  }
}

/** What the usual proxies make of a request to https://pay.example. */
const PROXIES: Record<string, Headers> = {
  "Host is passed on": { host: "pay.example" },
  "nginx's default": { host: "127.0.0.1:3000" },
  "nginx with $host:$server_port": { host: "pay.example:443" },
  "the port of the plain side": { host: "pay.example:80" },
  "X-Forwarded-Host": { host: "127.0.0.1:3000", "x-forwarded-host": "pay.example" },
  "X-Forwarded-Host with the port": { host: "127.0.0.1:3000", "x-forwarded-host": "pay.example:443" },
  "two proxies, the outer one knows": { host: "app:3000", "x-forwarded-host": "pay.example, inner.local" },
  "two proxies, the inner one knows": { host: "app:3000", "x-forwarded-host": "edge.local, pay.example:443" },
}
const OURS = { origin: PUBLIC }
const OLD = { referer: `${PUBLIC}/admin/login` }

describe("a page of our own, behind", () => {
  test.each(Object.entries(PROXIES))("%s, is known", (_, headers) => {
    expect(passes({ ...headers, ...OURS, "sec-fetch-site": "same-origin" })).toBe(true)
    expect(passes({ ...headers, "sec-fetch-site": "same-origin" }, UNKNOWN)).toBe(true)
    expect(passes({ ...headers, ...OURS })).toBe(true)
    expect(passes({ ...headers, ...OLD })).toBe(true)
    expect(passes(headers)).toBe(true)
  })

  test.each(Object.entries(PROXIES).filter(([name]) => name !== "nginx's default"))(
    "%s, is known without PUBLIC_URL in a browser that does not say more",
    (_, headers) => {
      expect(passes({ ...headers, ...OURS }, UNKNOWN)).toBe(true)
    },
  )

  test("another name of this server's than the public one is ours too", () => {
    expect(passes({ host: "10.0.0.5:3000", origin: "http://10.0.0.5:3000" })).toBe(true)
    expect(passes({ host: "[::1]:3000", origin: "http://[::1]:3000" })).toBe(true)
  })
})

describe("another site's page is refused, behind", () => {
  test.each(Object.entries(PROXIES))("%s", (_, headers) => {
    const pages: Headers[] = [
      { origin: "https://evil.example", "sec-fetch-site": "cross-site" },
      { "sec-fetch-site": "cross-site" },
      // A neighbour below the same domain, or another port of this host.
      { origin: "https://blog.example", "sec-fetch-site": "same-site" },
      { ...OURS, "sec-fetch-site": "cross-site" },
      { origin: "https://evil.example" },
      { origin: "https://pay.example.evil.example" },
      { origin: "https://evil-pay.example" },
      { origin: "https://pay.example:8443" },
      { origin: "null" },
      { origin: "null", "sec-fetch-site": "cross-site" },
      { origin: "https://evil.example", "sec-fetch-site": "none" },
      { referer: "https://evil.example/https://pay.example/" },
      { referer: "pay.example" },
      // Somebody on the line, for whom a browser of today would say cross-site.
      { origin: "http://pay.example" },
    ]
    for (const page of pages) {
      expect(passes({ ...headers, ...page }), JSON.stringify(page)).toBe(false)
    }
  })

  test("a page cannot name a host of its choice: no preflight lets it", () => {
    const allowed = PREFLIGHT_HEADERS["access-control-allow-headers"].toLowerCase()
    for (const header of ["host", "x-forwarded", "forwarded", "origin", "*"]) expect(allowed).not.toContain(header)
  })
})
