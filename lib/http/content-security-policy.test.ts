import { describe, expect, test } from "vitest"
import { contentSecurityPolicy } from "./content-security-policy"

const RPC = "https://node.example:8114/rpc?key=1"

function directive(policy: string, name: string): string[] | undefined {
  return policy
    .split("; ")
    .find((each) => each.startsWith(`${name} `))
    ?.split(" ")
    .slice(1)
}

describe("the policy of a page", () => {
  const policy = contentSecurityPolicy({ nonce: "abc123", rpcUrl: RPC, development: false })

  test("runs only this server's files, and what carries this answer's nonce", () => {
    expect(directive(policy, "script-src")).toEqual(["'self'", "'nonce-abc123'"])
    expect(directive(policy, "default-src")).toEqual(["'none'"])
    expect(policy).not.toContain("unsafe-eval")
  })

  test("may talk to this server and to the node, named without path and query", () => {
    expect(directive(policy, "connect-src")).toEqual(["'self'", "https://node.example:8114"])
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
    const development = contentSecurityPolicy({ nonce: "abc123", rpcUrl: RPC, development: true })
    expect(directive(development, "script-src")).toContain("'unsafe-eval'")
    expect(development).not.toContain("script-src 'unsafe-inline'")
  })
})
