import { NextRequest } from "next/server"
import { beforeAll, describe, expect, test, vi } from "vitest"
import nextConfig from "@/next.config"
import { config as proxied, proxy } from "@/proxy"
import { contentSecurityPolicy } from "./content-security-policy"

const DEVNET = {
  DATABASE_URL: "postgresql://micropay@127.0.0.1:5432/micropay",
  CKB_RPC_URL: "http://127.0.0.1:8114/",
  PLATFORM_KEY: `0x${"7a".repeat(32)}`,
  ADMIN_PASSWORD: "correct horse battery",
}

function directive(policy: string, name: string): string[] | undefined {
  return policy
    .split("; ")
    .find((each) => each.startsWith(`${name} `))
    ?.split(" ")
    .slice(1)
}

describe("the policy of a page", () => {
  const policy = contentSecurityPolicy({ nonce: "abc123", development: false })

  test("runs only this server's files, and what carries this answer's nonce", () => {
    expect(directive(policy, "script-src")).toEqual(["'self'", "'nonce-abc123'"])
    expect(directive(policy, "worker-src")).toEqual(["'self'"])
    expect(directive(policy, "default-src")).toEqual(["'none'"])
    expect(policy).not.toContain("unsafe-eval")
  })

  test("may talk to this server, and to no node", () => {
    expect(directive(policy, "connect-src")).toEqual(["'self'"])
  })

  test("may talk to nodes of the reader's choice where it says so: encrypted, or on this machine", () => {
    const wide = contentSecurityPolicy({ nonce: "abc123", development: false, asksAnyNode: true })
    expect(directive(wide, "connect-src")).toEqual(["'self'", "https:", "http://localhost:*", "http://127.0.0.1:*"])
    expect(wide.replace(/connect-src [^;]*/, "")).toBe(policy.replace(/connect-src [^;]*/, ""))
  })

  test.each([
    ["frame-ancestors", "'none'"],
    ["object-src", "'none'"],
    ["base-uri", "'none'"],
    ["form-action", "'self'"],
  ])("has %s %s", (name, source) => {
    expect(directive(policy, name)).toEqual([source])
  })

  test("lets text be evaluated under development only", () => {
    const development = contentSecurityPolicy({ nonce: "abc123", development: true })
    expect(directive(development, "script-src")).toContain("'unsafe-eval'")
    expect(development).not.toContain("script-src 'unsafe-inline'")
  })
})

describe("the proxy", () => {
  beforeAll(() => {
    for (const [name, value] of Object.entries(DEVNET)) vi.stubEnv(name, value)
    return () => vi.unstubAllEnvs()
  })

  test.each([
    ["/verify", true],
    ["/verify/", true],
    ["/verify/x", false],
    ["/verifyx", false],
    ["/", false],
    ["/receipt/1", false],
  ])("lets %s talk to any node: %s", (path, wide) => {
    const policy = proxy(new NextRequest(new URL(path, "http://localhost/"))).headers.get("content-security-policy")
    expect(policy && directive(policy, "connect-src")?.includes("https:")).toBe(wide)
  })
})

describe("a policy", () => {
  const isPage = (path: string) => new RegExp(`^${proxied.matcher[0]}$`).test(path)

  test.each([
    "/",
    "/pay",
    "/icon.svgx",
    "/icon.svg/x",
    "/iconxsvg",
    "/_next/imagex",
    "/_next/image/x",
    "/apix",
    "/receipt/1",
    "/receipt/1.jsonx",
    "/verify",
    "/_next/x",
  ])("comes from the proxy for %s, which is answered with a page", (path) => {
    expect(isPage(path)).toBe(true)
  })

  test.each([
    ["/icon.svg", "/icon.svg"],
    ["/_next/image", "/_next/image"],
    ["/_next/static/chunks/a.js", "/_next/static/:path*"],
    ["/api/payment/1", "/api/:path*"],
    ["/receipt/1.json", "/receipt/:id(\\d+).json"],
  ])("comes from the configuration for %s, which is none: no frame of another site's has it", async (path, source) => {
    expect(isPage(path)).toBe(false)
    const rules = (await nextConfig.headers?.()) ?? []
    const policy = rules
      .find((rule) => rule.source === source)
      ?.headers.find(({ key }) => /^content-security/i.test(key))
    expect(policy?.value).toContain("frame-ancestors 'none'")
  })
})
