// Plain JavaScript with nothing but Node's own modules: it runs before any dependency is there.
import { spawn } from "node:child_process"
import { existsSync, readFileSync } from "node:fs"
import { join } from "node:path"

const ROOT = join(import.meta.dirname, "..")
const OLDEST_NODE = [20, 19]

/**
 * Installs the dependencies when they are missing or do not match package-lock.json.
 *
 * @param {(line: string) => void} say
 */
export async function ensureDependencies(say) {
  const [major = 0, minor = 0] = process.versions.node.split(".").map(Number)
  if (major < OLDEST_NODE[0] || (major === OLDEST_NODE[0] && minor < OLDEST_NODE[1])) {
    throw new Error(`Node ${process.versions.node} is too old: ${OLDEST_NODE.join(".")} or newer is needed.`)
  }
  const reason = staleness()
  if (reason === undefined) return
  say(`Installing dependencies (${reason}); a minute or two, most of it the download …`)
  const began = Date.now()
  // Not `npm ci`, which refuses a lock file that does not list the binaries of every other platform. The versions are
  // the lock file's all the same, and --no-save leaves that file as it is.
  await npm(["install", "--no-save", "--include=dev", "--no-audit", "--no-fund", "--loglevel=error"])
  say(`Dependencies installed (${((Date.now() - began) / 1000).toFixed(1)} s)`)
}

/**
 * npm writes node_modules/.package-lock.json last, so an installation that was cut short has none.
 *
 * @returns {string | undefined} why they must be installed
 */
function staleness() {
  const installed = join(ROOT, "node_modules/.package-lock.json")
  if (!existsSync(installed)) return "none are there yet"
  const have = JSON.parse(readFileSync(installed, "utf8")).packages
  const want = JSON.parse(readFileSync(join(ROOT, "package-lock.json"), "utf8")).packages
  for (const [path, entry] of Object.entries(want)) {
    // Optional packages of other platforms are in the lock file and rightly not installed.
    if (path === "" || (entry.optional && !have[path])) continue
    if (have[path]?.version !== entry.version) return `${path.replace(/^node_modules\//, "")} changed`
  }
  return undefined
}

/** @param {string[]} args */
function npm(args) {
  // Under `npm start` this is the very npm that runs us, which need not be on the PATH.
  const self = process.env.npm_execpath
  const [program, prefix] = self?.endsWith(".js") ? [process.execPath, [self]] : ["npm", []]
  return new Promise((resolve, reject) => {
    const child = spawn(program, [...prefix, ...args], { cwd: ROOT, stdio: ["ignore", "inherit", "inherit"] })
    // Stopping in the middle stops npm too; what it leaves half done is seen as stale by the next start.
    for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.once(signal, () => child.kill("SIGTERM"))
    child.once("error", (error) => reject(new Error(`npm could not be run: ${error.message}`)))
    child.once("exit", (code, signal) =>
      code === 0
        ? resolve(undefined)
        : reject(
            new Error(
              `npm install ended with ${signal ?? code}; see its message above. Nothing else was changed.\n  What to do: check the network and free disk space, then start again.`,
            ),
          ),
    )
  })
}
