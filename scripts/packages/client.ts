import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { dirname, join } from "node:path"
import { build } from "esbuild"
import { ROOT } from "../start/home"
import { writeDeclarations } from "./declarations"

const PACKAGE = join(ROOT, "packages/client")
const DIST = join(PACKAGE, "dist")
const TYPES = join(PACKAGE, "src/generated/api.ts")

/** Writes the API's types for the package, where they are not there already. */
export async function writeApiTypes(): Promise<void> {
  const { apiTypes } = await import("./api-types")
  const text = apiTypes()
  if (existsSync(TYPES) && readFileSync(TYPES, "utf8") === text) return
  mkdirSync(dirname(TYPES), { recursive: true })
  writeFileSync(TYPES, text)
}

/**
 * Builds `packages/client`: one file of JavaScript for Node and browsers, with what it shares with the pages in it, and
 * its declarations.
 *
 * @throws Error with the compiler's words
 */
export async function buildClient(): Promise<void> {
  await writeApiTypes()
  rmSync(DIST, { recursive: true, force: true })
  await build({
    entryPoints: [join(PACKAGE, "src/index.ts")],
    outfile: join(DIST, "index.js"),
    bundle: true,
    format: "esm",
    platform: "neutral",
    target: "es2022",
    legalComments: "inline",
    logLevel: "warning",
  })
  await writeDeclarations("packages/client")
}
