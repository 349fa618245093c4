import { mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterAll, describe, expect, it } from "vitest"
import { loadEnvFile } from "./env-file.mjs"
import { misspeltSettings } from "./settings"

const folder = mkdtempSync(join(tmpdir(), "micropay-env-"))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

function read(bytes: string | Buffer, environment: Record<string, string | undefined> = {}) {
  const file = join(folder, ".env")
  writeFileSync(file, bytes)
  loadEnvFile(file, environment)
  return environment
}

const TEXT = "CKB_NETWORK=testnet\nPOOL_CELLS=12 # few\n\nADMIN_PASSWORD=\"p#ss word12\"\nexport PLATFORM_KEY='0x1'\n"
const READ = { CKB_NETWORK: "testnet", POOL_CELLS: "12", ADMIN_PASSWORD: "p#ss word12", PLATFORM_KEY: "0x1" }

describe("a .env file is read alike, however an editor writes it", () => {
  it.each([
    ["as it is", TEXT],
    ["with a byte order mark", `\uFEFF${TEXT}`],
    ["with CRLF", TEXT.replaceAll("\n", "\r\n")],
    ["with CR", TEXT.replaceAll("\n", "\r")],
    ["with a mark and CRLF", `\uFEFF${TEXT.replaceAll("\n", "\r\n")}`],
    ["in UTF-16", Buffer.from(`\uFEFF${TEXT}`, "utf16le")],
    ["in UTF-16, the other way round", Buffer.from(`\uFEFF${TEXT}`, "utf16le").swap16()],
  ])("%s", (_, bytes) => {
    expect(read(bytes)).toEqual(READ)
  })
})

it("the environment wins over the file, even with an empty variable", () => {
  expect(read("PORT=1\nPOOL_CELLS=2\nHOLD_SECONDS=9\n", { PORT: "3", POOL_CELLS: "" })).toEqual({
    PORT: "3",
    POOL_CELLS: "",
    HOLD_SECONDS: "9",
  })
  expect(loadEnvFile(join(folder, "none"), {})).toEqual([])
})

describe("a variable that does nothing is named", () => {
  it.each([
    ["MAX_DAILY_PAYOUT", "is not a setting"],
    ["MAX_SETTLEMENTS_CKB", "Is MAX_SETTLEMENT_CKB meant?"],
    ["CKB_NETWROK", "Is CKB_NETWORK meant?"],
    ["PLATFORM_FEE_BP", "Is PLATFORM_FEE_BPS meant?"],
    ["platform_key", "Is PLATFORM_KEY meant?"],
    ["ADMIN_PASWORD", "Is ADMIN_PASSWORD meant?"],
    ["\u200bCKB_NETWORK", "Is CKB_NETWORK meant?"],
    ["CONFIRMATION", "Is CONFIRMATIONS meant?"],
    ["MICROPAY_HOMES", "Is MICROPAY_HOME meant?"],
    ["CKB_NODE", "docs/settings.md lists them all"],
  ])("%s", (name, words) => {
    const [warning, ...others] = misspeltSettings([name])
    expect(warning).toContain(name)
    expect(warning).toContain(words)
    expect(others).toEqual([])
  })

  it("and no other", () => {
    const names = [
      "CKB_NETWORK",
      "HOST",
      "PATH",
      "HOME",
      "INNGEST_BASE_URL",
      "CKB_BIN",
      "NODE_ENV",
      "SORT",
      "POST",
      "HOSTS",
      "OLDPWD",
    ]
    expect(misspeltSettings(names)).toEqual([])
  })
})
