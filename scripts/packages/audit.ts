import { rmSync } from "node:fs"
import { join } from "node:path"
import { type BuildOptions, build } from "esbuild"
import { ROOT } from "../start/home"
import { writeDeclarations } from "./declarations"

const PACKAGE = join(ROOT, "packages/audit")
const DIST = join(PACKAGE, "dist")

/**
 * Builds `packages/audit`: the audit for Node and browsers, and the command, each one file with all that it needs; and
 * the audit's declarations.
 *
 * @throws Error with the compiler's words
 */
export async function buildAudit(): Promise<void> {
  rmSync(DIST, { recursive: true, force: true })
  const bundle: BuildOptions = {
    bundle: true,
    format: "esm",
    target: "es2022",
    legalComments: "inline",
    logLevel: "warning",
  }
  await build({
    ...bundle,
    entryPoints: [join(PACKAGE, "src/index.ts")],
    outfile: join(DIST, "index.js"),
    platform: "neutral",
  })
  await build({
    ...bundle,
    entryPoints: [join(PACKAGE, "src/main.ts")],
    outfile: join(DIST, "main.js"),
    platform: "node",
    banner: { js: "#!/usr/bin/env node" },
  })
  await writeDeclarations("packages/audit")
}
