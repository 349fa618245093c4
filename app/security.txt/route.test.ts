import { afterEach, expect, test } from "vitest"
import { loadConfig } from "@/lib/config"
import type { Context } from "@/lib/context"
import { setContext } from "@/lib/runtime"
import { GET } from "./route"

afterEach(() => setContext(undefined))

function configure(settings: Record<string, string>): void {
  const config = loadConfig({
    DATABASE_URL: "postgresql://micropay@127.0.0.1/micropay",
    CKB_RPC_URL: "http://127.0.0.1:8114/",
    PLATFORM_KEY: `0x${"7a".repeat(32)}`,
    ADMIN_PASSWORD: "correct horse battery",
    ...settings,
  })
  setContext({ config } as Context)
}

test("who finds a weakness reads whom to tell, and until when that is true (RFC 9116)", async () => {
  configure({ OPERATOR_CONTACT: "mailto:help@pay.example", PUBLIC_URL: "https://pay.example" })
  const lines = (await GET().text()).split("\n")
  expect(lines[0]).toBe("Contact: mailto:help@pay.example")
  expect(lines).toContain("Canonical: https://pay.example/.well-known/security.txt")
  const days = (Date.parse(lines[1]?.replace("Expires: ", "") ?? "") - Date.now()) / 86_400_000
  expect(days).toBeGreaterThan(30)
  expect(days).toBeLessThan(366)
})

test("without a contact there is nobody to tell", () => {
  configure({})
  expect(GET().status).toBe(404)
})
