import { expect, test } from "vitest"
import { contentSecurityPolicy } from "@/lib/http/content-security-policy"
import { NODE_SCHEMES, readNodeUrl } from "./node"

test.each([
  [" https://mainnet.ckb.dev ", "https://mainnet.ckb.dev/"],
  ["https://node.example:8114/key", "https://node.example:8114/key"],
  ["http://localhost:8114", "http://localhost:8114/"],
  ["http://127.0.0.1:8114", "http://127.0.0.1:8114/"],
  ["http://node.example:8114", undefined],
  ["http://localhost.example", undefined],
  ["ws://localhost:8114", undefined],
  ["javascript:alert(1)", undefined],
  ["mainnet.ckb.dev", undefined],
  ["", undefined],
])("%j is asked at %j", (text, url) => {
  expect(readNodeUrl(text)).toBe(url)
})

test("what a page is told that it may ask, its policy lets through", () => {
  const policy = contentSecurityPolicy({ nonce: "x", development: false, asksAnyNode: true })
  const sources = /connect-src ([^;]*)/.exec(policy)?.[1] ?? ""
  for (const scheme of Object.values(NODE_SCHEMES)) expect(sources).toContain(scheme.replace(/\/\/$/, ""))
})
