import { createHash, type Hash } from "node:crypto"
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { run } from "../process/run"
import { StartError } from "../start-error"
import { ROOT } from "./home"

/** What a build is made of. A folder counts with everything in it but tests. */
const SOURCES = [
  "app",
  "components",
  "devnet",
  "inngest",
  "lib",
  "public",
  "instrumentation.ts",
  "instrumentation-client.ts",
  "middleware.ts",
  "proxy.ts",
  "next.config.ts",
  "postcss.config.mjs",
  "tsconfig.json",
  "package-lock.json",
]
const MARKER = join(ROOT, ".next/built-from")
export const NEXT = join(ROOT, "node_modules/next/dist/bin/next")

/**
 * Next has a reader of `.env` files of its own, which knows more of them and reads some lines otherwise: it has nothing
 * to read.
 */
export const NEXT_ENVIRONMENT = { NEXT_TELEMETRY_DISABLED: "1", __NEXT_PROCESSED_ENV: "true" }

/**
 * Builds the pages, unless the last complete build was made of the same sources.
 *
 * @returns whether it was built
 * @throws StartError with Next's words when the build fails
 */
export async function buildPages(env: NodeJS.ProcessEnv, signal: AbortSignal, begin: () => void): Promise<boolean> {
  const source = fingerprint(env)
  if (existsSync(MARKER) && readFileSync(MARKER, "utf8") === source) return false
  rmSync(MARKER, { force: true })
  begin()
  const { code, output } = await run(process.execPath, [NEXT, "build"], {
    cwd: ROOT,
    env: { ...env, NODE_ENV: "production", ...NEXT_ENVIRONMENT },
    signal,
  })
  if (code !== 0) {
    throw new StartError(`the pages could not be built:\n${output.split("\n").slice(-40).join("\n")}`, {
      data: "untouched; only .next was written.",
      todo: "see the message above, then start again.",
    })
  }
  writeFileSync(MARKER, source)
  return true
}

function fingerprint(env: NodeJS.ProcessEnv): string {
  const hash = createHash("sha256").update(process.version)
  for (const source of SOURCES) addPath(hash, source)
  // Next writes these into what browsers load.
  for (const name of Object.keys(env)
    .filter((key) => key.startsWith("NEXT_PUBLIC_"))
    .sort())
    hash.update(`${name}=${env[name]}\0`)
  return hash.digest("hex")
}

function addPath(hash: Hash, path: string): void {
  const absolute = join(ROOT, path)
  if (!existsSync(absolute)) return
  const entries = listFolder(absolute)
  if (entries === undefined) {
    hash.update(`${path}\0`).update(readFileSync(absolute)).update("\0")
    return
  }
  for (const name of entries) {
    if (!/\.(test|fixture)\.tsx?$/.test(name)) addPath(hash, `${path}/${name}`)
  }
}

/** @returns undefined when it is a file */
function listFolder(path: string): string[] | undefined {
  try {
    return readdirSync(path).sort()
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOTDIR") return undefined
    throw error
  }
}
