import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs"
import { dirname, join } from "node:path"
import { build } from "esbuild"
import { ROOT } from "../start/home"

const TARGET = join(ROOT, "lib/generated/button.ts")
/** Each page that has the button loads it. */
const MOST_BYTES = 10_000

/**
 * Builds `packages/button` into the text that `/button.js` answers, unless it is there already.
 *
 * @throws Error for one that has become too large
 */
export async function writeButton(): Promise<void> {
  const { outputFiles } = await build({
    entryPoints: [join(ROOT, "packages/button/src/index.ts")],
    bundle: true,
    write: false,
    minify: true,
    format: "iife",
    platform: "browser",
    target: "es2022",
    charset: "utf8",
    legalComments: "none",
    logLevel: "warning",
  })
  const [file] = outputFiles
  if (!file || file.contents.length > MOST_BYTES)
    throw new Error(`button.js has ${file?.contents.length} bytes; it may have ${MOST_BYTES}`)
  const text = `/** Made by scripts/generate.ts out of packages/button. */\nexport const BUTTON = ${JSON.stringify(file.text)}\n`
  if (existsSync(TARGET) && readFileSync(TARGET, "utf8") === text) return
  mkdirSync(dirname(TARGET), { recursive: true })
  writeFileSync(TARGET, text)
}
