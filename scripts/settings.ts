import { join } from "node:path"
import { ownEnvironment, SETTING_NAMES } from "@/lib/config"
import { loadEnvFile } from "./env-file.mjs"

const FILE = join(import.meta.dirname, "../.env")

/** Names that others read: the tests, and the SDK of Inngest by itself. */
const OTHERS =
  /^(CKB_BIN|INNGEST_(ENV|API_BASE_URL|EVENT_API_BASE_URL|SIGNING_KEY_FALLBACK|LOG_LEVEL|SERVE_HOST|SERVE_ORIGIN|SERVE_PATH|STREAMING|THINKING|DEVSERVER_URL|ALLOW_IN_BAND_SYNC))$/

/**
 * Takes the settings of the file `.env` in this folder into the environment, as `npm start` does. Every command begins
 * with it.
 */
export function loadSettings(): void {
  loadEnvFile(FILE)
}

/** Reads a variable; an empty one counts as absent, as in `lib/config.ts`. */
export function setting(name: string): string | undefined {
  return ownEnvironment()[name] || undefined
}

/**
 * Variables that look like settings of ours and are none: a misspelt limit is no limit.
 *
 * @returns a sentence for each
 */
export function misspeltSettings(names: Iterable<string>): string[] {
  return [...names].flatMap((name) => {
    if (SETTING_NAMES.includes(name) || OTHERS.test(name)) return []
    const near = SETTING_NAMES.find(
      (known) => distance(name.toUpperCase(), known) <= Math.min(2, Math.floor(known.length / 5)),
    )
    if (near !== undefined) return [`${name} is not a setting and does nothing. Is ${near} meant?`]
    return OUR_PREFIX.test(name) ? [`${name} is not a setting and does nothing. docs/settings.md lists them all.`] : []
  })
}

const OUR_PREFIX =
  /^(CKB|PLATFORM|MICROPAY|POOL|SETTLEMENT|HOLD|CONFIRMATION|ADMIN|MIN_WITHDRAWAL|MAX_SETTLEMENT|MAX_DAILY)(_|S?$)/i

/** How many letters must be added, dropped or changed (Levenshtein). */
function distance(one: string, other: string): number {
  let row = Array.from({ length: other.length + 1 }, (_, index) => index)
  for (const [i, letter] of [...one].entries()) {
    const next = [i + 1]
    for (const [j, opposite] of [...other].entries())
      next.push(Math.min((next[j] ?? 0) + 1, (row[j + 1] ?? 0) + 1, (row[j] ?? 0) + (letter === opposite ? 0 : 1)))
    row = next
  }
  return row.at(-1) ?? 0
}
