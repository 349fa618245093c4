import pino from "pino"
import { describe, expect, it, vi } from "vitest"
import { type AppError, ValidationError } from "./errors"
import { createLogger, type Logger } from "./log"
import { Secret } from "./secret"
import { inRequest } from "./trace"

/** The lines that a logger writes to stdout while `act` runs. */
function linesOf(act: (log: Logger) => void, level = "trace"): string[] {
  const log = createLogger(level)
  const lines: string[] = []
  const stream = Reflect.get(log, pino.symbols.streamSym) as { write(line: string): void }
  vi.spyOn(stream, "write").mockImplementation((line) => void lines.push(line))
  act(log)
  return lines
}

const SECRET_KEYS = [
  "privateKey",
  "platformKey",
  "mnemonic",
  "password",
  "client_secret",
  "clientSecret",
  "witness",
  "raw_tx",
  "rawTx",
  "databaseUrl",
  "rpcUrl",
]

describe("a line of the log", () => {
  it("is tied to the request that it is about", async () => {
    const [line = ""] = await inRequest("r-7", async () => linesOf((log) => log.info("submitted")))
    expect(JSON.parse(line)).toMatchObject({ requestId: "r-7", msg: "submitted" })
  })

  it("is JSON with level, time and message, and nothing about the machine", () => {
    const [line = ""] = linesOf((log) => log.info({ payment: 7 }, "submitted"))
    expect(JSON.parse(line)).toEqual({
      level: 30,
      time: expect.stringMatching(/^\d{4}-.*Z$/),
      payment: 7,
      msg: "submitted",
    })
  })

  it("is written from the given level on", () => {
    const lines = linesOf((log) => {
      log.info("quiet")
      log.warn("heard")
    }, "warn")
    expect(lines.map((line) => JSON.parse(line).msg)).toEqual(["heard"])
  })

  it.each(SECRET_KEYS)("never shows the value of %s, down to an error's details", (key) => {
    const [line = ""] = linesOf((log) => log.error({ [key]: "sesame", a: { [key]: "sesame", b: { [key]: "sesame" } } }))
    expect(line).not.toContain("sesame")
    expect(line).toContain("[secret]")
  })

  it("never shows a secret that was put into an error's details", () => {
    const error: AppError = new ValidationError("refused", { details: { client_secret: "sesame" } })
    const [line = ""] = linesOf((log) => log.error({ err: error }, "failed"))
    expect(line).toContain("refused")
    expect(line).not.toContain("sesame")
  })

  it("never shows a Secret under any name", () => {
    const [line = ""] = linesOf((log) =>
      log.info({ anything: new Secret("sesame"), deep: [{ it: new Secret("sesame") }] }),
    )
    expect(line).not.toContain("sesame")
  })
})
