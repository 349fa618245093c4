import { describe, expect, test } from "vitest"
import nextConfig from "@/next.config"
import { config as proxied } from "@/proxy"
import { contentSecurityPolicy } from "./content-security-policy"

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
    expect(directive(policy, "default-src")).toEqual(["'none'"])
    expect(policy).not.toContain("unsafe-eval")
  })

  test("may talk to this server, and to no node", () => {
    expect(directive(policy, "connect-src")).toEqual(["'self'"])
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
    "/_next/x",
  ])("comes from the proxy for %s, which is answered with a page", (path) => {
    expect(isPage(path)).toBe(true)
  })

  test.each([
    ["/icon.svg", "/icon.svg"],
    ["/_next/image", "/_next/image"],
    ["/_next/static/chunks/a.js", "/_next/static/:path*"],
    ["/api/payment/1", "/api/:path*"],
  ])("comes from the configuration for %s, which is none: no frame of another site's has it", async (path, source) => {
    expect(isPage(path)).toBe(false)
    const rules = (await nextConfig.headers?.()) ?? []
    const policy = rules
      .find((rule) => rule.source === source)
      ?.headers.find(({ key }) => /^content-security/i.test(key))
    expect(policy?.value).toContain("frame-ancestors 'none'")
  })
})
