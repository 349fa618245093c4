import { randomBytes } from "node:crypto"
import { existsSync, readFileSync } from "node:fs"
import { z } from "zod"
import { type Config, loadConfig, ownEnvironment } from "@/lib/config"
import { moneySettings } from "@/lib/money-settings"
import { loadSettings, setting } from "../settings"
import { StartError } from "../start-error"
import { Home } from "./home"
import { isLocked } from "./lock"

const FILE = "environment.json"
const RUNNING = "settings.json"
export const LOCK = "start.lock"

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
export function checkConfig(): Pick<Config, "port" | "host" | "webProcesses"> {
  const { network, database, devnet } = plan()
  const standIns: Record<string, string> = {
    ...(database ? { DATABASE_URL: "postgresql://127.0.0.1" } : {}),
    ...(devnet ? { CKB_RPC_URL: "http://127.0.0.1" } : {}),
    ...(network === "devnet"
      ? { ...(hasKey() ? {} : { PLATFORM_KEY: "made" }), ...(hasPassword() ? {} : { ADMIN_PASSWORD: "made later" }) }
      : {}),
  }
  return loadConfig({ ...ownEnvironment(), ...standIns })
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

/** Records what the server that is about to run goes by, where it is about money, for `requireSameSettings`. */
export function recordSettings(home: Home, environment: Record<string, string | undefined>): void {
  home.write(RUNNING, `${JSON.stringify(moneySettings(loadConfig(environment)), null, 2)}\n`)
}

/**
 * The configuration for a command such as `npm run settle`: the file `.env` and this window's variables, and for those
 * that are not set, what the running `npm start` made.
 *
 * @throws ConfigError naming every variable that is wrong
 * @throws StartError when a server runs on the same home with other limits: what a command pays must be what the server
 *   would pay
 */
export function commandConfig(): Config {
  loadSettings()
  const home = new Home(homeFolder())
  const config = loadConfig({ ...readRecord(home, FILE), ...presentVariables(), MICROPAY_HOME: home.folder })
  requireSameSettings(home, config)
  return config
}

function presentVariables(): Record<string, string | undefined> {
  return Object.fromEntries(Object.entries(ownEnvironment()).filter(([, value]) => value))
}

function requireSameSettings(home: Home, config: Config): void {
  if (!isLocked(home.path(LOCK))) return
  const running = readRecord(home, RUNNING)
  const differing = Object.entries(moneySettings(config)).filter(
    ([name, value]) => running[name] !== undefined && running[name] !== value,
  )
  if (differing.length === 0) return
  const lines = differing.map(([name, value]) => `\n  ${name}: ${running[name]} there, ${value} here`)
  throw new StartError(`The server that is running goes by other settings than this command would:${lines.join("")}`, {
    data: "safe; nothing was done.",
    todo: "give the command the same settings, or put them into the file .env, which both read; the server takes up a change at its next start.",
  })
}

function readRecord(home: Home, name: string): Record<string, string> {
  const file = home.path(name)
  return existsSync(file) ? z.record(z.string(), z.string()).parse(JSON.parse(readFileSync(file, "utf8"))) : {}
}

function hasKey(): boolean {
  return setting("PLATFORM_KEY") !== undefined || setting("PLATFORM_KEYSTORE") !== undefined
}

function hasPassword(): boolean {
  return setting("ADMIN_PASSWORD") !== undefined
}
