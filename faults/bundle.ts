import { mkdtempSync, rmSync } from "node:fs"
import { createRequire } from "node:module"
import { tmpdir } from "node:os"
import { join } from "node:path"

interface Esbuild {
  build(options: Record<string, unknown>): Promise<unknown>
}

/** Some packages inside are CommonJS and ask for these. */
const BANNER = `import * as bannerModule from "node:module"
import * as bannerUrl from "node:url"
const require = bannerModule.createRequire(import.meta.url)
const __filename = bannerUrl.fileURLToPath(import.meta.url)
const __dirname = bannerUrl.fileURLToPath(new URL(".", import.meta.url))`

let bundle: Promise<string> | undefined

/**
 * The driver and all it imports in one file: it starts in a fifth of the time that tsx takes, and the suite starts it
 * for every failpoint. The compiler is the one that tsx brings.
 */
export function bundledDriver(): Promise<string> {
  bundle ??= build()
  return bundle
}

async function build(): Promise<string> {
  const ours = createRequire(import.meta.url)
  const { build } = createRequire(ours.resolve("tsx/package.json"))("esbuild") as Esbuild
  const folder = mkdtempSync(join(tmpdir(), "micro-pay-driver-"))
  process.on("exit", () => rmSync(folder, { recursive: true, force: true }))
  const outfile = join(folder, "driver.mjs")
  await build({
    entryPoints: [join(import.meta.dirname, "driver.ts")],
    outfile,
    bundle: true,
    platform: "node",
    format: "esm",
    target: "node20",
    tsconfig: join(import.meta.dirname, "..", "tsconfig.json"),
    external: ["pg-native"],
    banner: { js: BANNER.replaceAll("\n", ";") },
    logLevel: "error",
  })
  return outfile
}
