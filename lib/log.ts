import pino from "pino"
import { logTies } from "./trace"

export type Logger = pino.Logger

/**
 * JSON lines on stdout. Keys that could hold a secret are redacted, down to an error's details, although none should be
 * logged in the first place.
 *
 * @param level pino's level name
 */
export function createLogger(level: string): Logger {
  const secretKeys = [
    "privateKey",
    "platformKey",
    "mnemonic",
    "password",
    "client_secret",
    "clientSecret",
    "witness",
    "raw_tx",
    "rawTx",
    // A URL may hold a password.
    "databaseUrl",
    "rpcUrl",
  ]
  return pino({
    level,
    base: null,
    mixin: logTies,
    timestamp: pino.stdTimeFunctions.isoTime,
    redact: { paths: secretKeys.flatMap((key) => [key, `*.${key}`, `*.*.${key}`]), censor: "[secret]" },
  })
}
