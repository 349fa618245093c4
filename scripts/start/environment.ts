import { randomBytes } from "node:crypto"
import { existsSync, readFileSync } from "node:fs"
import { z } from "zod"
import { loadConfig } from "@/lib/config"
import { Home } from "./home"

const FILE = "environment.json"

/** Reads a variable; an empty one counts as absent, as in `lib/config.ts`. */
export function setting(name: string): string | undefined {
  return process.env[name] || undefined
}

export function homeFolder(): string {
  return setting("MICROPAY_HOME") ?? ".micropay"
}

/** What this start has to bring along because nobody configured it. */
export function plan(): { network: string; database: boolean; devnet: boolean } {
  const network = setting("CKB_NETWORK") ?? "devnet"
  return {
    network,
    database: setting("DATABASE_URL") === undefined,
    devnet: network === "devnet" && setting("CKB_RPC_URL") === undefined,
  }
}

/**
 * Checks the configuration before any long work, with stand-ins for what the start is going to make.
 *
 * @throws ConfigError naming every variable that is wrong
 */
export function checkConfig(): number {
  const { network, database, devnet } = plan()
  const standIns: Record<string, string> = {
    ...(database ? { DATABASE_URL: "postgresql://127.0.0.1" } : {}),
    ...(devnet ? { CKB_RPC_URL: "http://127.0.0.1" } : {}),
    ...(network === "devnet"
      ? { ...(hasKey() ? {} : { PLATFORM_KEY: "made" }), ...(hasPassword() ? {} : { ADMIN_PASSWORD: "made later" }) }
      : {}),
  }
  return loadConfig({ ...process.env, ...standIns }).port
}

/** Secrets of a devnet installation that nobody configured: made at the first start, and kept. */
export function devnetSecrets(home: Home): Record<string, string> {
  return {
    ...(hasKey() ? {} : { PLATFORM_KEY: home.secret("platform.key", () => `0x${randomBytes(32).toString("hex")}`) }),
    ...(hasPassword()
      ? {}
      : { ADMIN_PASSWORD: home.secret("admin.password", () => randomBytes(9).toString("base64url")) }),
  }
}

/** Remembers what this start made, so that commands in another window work on the same installation. */
export function rememberEnvironment(home: Home, made: Record<string, string>): void {
  home.write(FILE, `${JSON.stringify(made, null, 2)}\n`)
}

/**
 * The environment for a command such as `npm run settle`: this window's variables, and for those that are not set, what
 * the running `npm start` made.
 */
export function commandEnvironment(): Record<string, string | undefined> {
  const home = new Home(homeFolder())
  const file = home.path(FILE)
  const made = existsSync(file) ? z.record(z.string(), z.string()).parse(JSON.parse(readFileSync(file, "utf8"))) : {}
  const present = Object.fromEntries(Object.entries(process.env).filter(([, value]) => value))
  return { ...made, ...present, MICROPAY_HOME: home.folder }
}

function hasKey(): boolean {
  return setting("PLATFORM_KEY") !== undefined || setting("PLATFORM_KEYSTORE") !== undefined
}

function hasPassword(): boolean {
  return setting("ADMIN_PASSWORD") !== undefined
}
