import { inspect } from "node:util"
import pino from "pino"
import { describe, expect, it } from "vitest"
import { loadConfig } from "./config"
import { Secret } from "./secret"

describe("a secret", () => {
  const secrets = { PLATFORM_KEY: "a key to print", PLATFORM_KEYSTORE_PASSWORD: "a password to print" }
  const config = loadConfig({
    ...secrets,
    DATABASE_URL: "postgresql://micropay@127.0.0.1:5432/micropay",
    CKB_RPC_URL: "http://127.0.0.1:8114/",
    PLATFORM_KEYSTORE: "/keys/platform.json",
    ADMIN_PASSWORD: "an admin password to print",
  })

  it("is there for those who ask for it", () => {
    expect(config.platformKey?.reveal()).toBe("a key to print")
    expect(config.keystore?.password.reveal()).toBe("a password to print")
    expect(config.adminPassword.reveal()).toBe("an admin password to print")
  })

  it.each<[string, (value: unknown) => string]>([
    ["logged", (value) => logged(value)],
    ["written as JSON", (value) => JSON.stringify(value, (_, part) => (typeof part === "bigint" ? `${part}` : part))],
    ["inspected", (value) => inspect(value, { depth: 10, showHidden: true })],
    ["put into a text", (value) => `${Object.values(value as object).join(" ")}`],
  ])("is not shown when the configuration is %s", (_, print) => {
    const text = print(config)
    expect(text).not.toContain("to print")
  })

  it.each<[string, (value: Secret) => string]>([
    ["a text", (value) => `${value}`],
    ["JSON", (value) => JSON.stringify({ value })],
    ["an inspection", (value) => inspect(value, { showHidden: true })],
    ["its properties", (value) => JSON.stringify(Object.getOwnPropertyDescriptors(value))],
    ["an error", (value) => inspect(new Error("refused", { cause: value }))],
    ["a spread", (value) => JSON.stringify({ ...value })],
  ])("does not get into %s", (_, print) => {
    expect(print(new Secret("sesame"))).not.toContain("sesame")
  })
})

function logged(value: unknown): string {
  let text = ""
  pino({ level: "trace" }, { write: (line: string) => (text += line) }).info({ value })
  return text
}
