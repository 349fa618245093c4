import type { Config } from "./config"
import { AppError } from "./errors"

const MAX_LENGTH = 500

/**
 * What went wrong, in words that may be stored, logged and shown to the operator. Drivers quote connection strings and
 * wallets quote what they could not parse, so every secret of the configuration is cut out, whoever wrote the message.
 */
export function describeFailure(error: unknown, config: Config): string {
  const message = error instanceof Error ? error.message : String(error)
  const text = error instanceof AppError ? `${error.code}: ${message}` : message
  return secretsOf(config)
    .reduce((rest, secret) => rest.replaceAll(secret, "[secret]"), text)
    .replace(/\/\/[^/@\s]+@/g, "//[secret]@")
    .replace(/\s+/g, " ")
    .trim()
    .slice(0, MAX_LENGTH)
}

/** Whether the same work may succeed later, unchanged. What nobody classified is worth another try. */
export function isRetryable(error: unknown): boolean {
  return !(error instanceof AppError) || error.retryable
}

function secretsOf(config: Config): string[] {
  const key = config.platformKey?.reveal()
  return [
    config.databaseUrl.reveal(),
    decodeURIComponent(new URL(config.databaseUrl.reveal()).password),
    // A node's URL often ends in the key of a paid service; only the public one is meant to be seen.
    config.rpcUrl.reveal() === config.publicRpcUrl ? undefined : config.rpcUrl.reveal(),
    decodeURIComponent(new URL(config.rpcUrl.reveal()).password),
    config.checkRpcUrl?.reveal(),
    config.checkRpcUrl && decodeURIComponent(new URL(config.checkRpcUrl.reveal()).password),
    key,
    key?.replace(/^0x/, ""),
    config.keystore?.password.reveal(),
    config.adminPassword.reveal(),
  ].filter((secret): secret is string => secret !== undefined && secret.length >= 4)
}
