import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { dirname, join, relative } from "node:path"
import { build } from "esbuild"
import ts from "typescript"
import { run } from "../process/run"
import { ROOT } from "../start/home"

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
  await writeDeclarations()
}

async function writeDeclarations(): Promise<void> {
  const compiler = join(ROOT, "node_modules/typescript/bin/tsc")
  const made = join(DIST, "declarations")
  try {
    const { code, output } = await run(process.execPath, [compiler, "-p", PACKAGE], { cwd: ROOT })
    if (code !== 0) throw new Error(`the declarations of packages/client could not be made:\n${output}`)
    copyDeclaration(made, "packages/client/src/index", new Set())
  } finally {
    rmSync(made, { recursive: true, force: true })
  }
}

/** The package's own files stand at its top, what it shares with the pages below `lib`. */
const placeOf = (module: string) => module.replace(/^packages\/client\/src\//, "")

/** Copies a declaration and what it names. A reader outside of this repository knows no alias, and wants endings. */
function copyDeclaration(made: string, module: string, copied: Set<string>): void {
  if (copied.has(module)) return
  copied.add(module)
  const text = readFileSync(join(made, `${module}.d.ts`), "utf8")
  const { importedFiles } = ts.preProcessFile(text, true, true)
  let result = text
  // The last one first, so that the places of the others stay.
  for (const { fileName, pos, end } of importedFiles.sort((a, b) => b.pos - a.pos)) {
    const isOwn = fileName.startsWith("@/") || fileName.startsWith(".")
    if (!isOwn) throw new Error(`${module}.d.ts needs ${fileName}, which the package does not bring`)
    const named = fileName.startsWith("@/") ? fileName.slice(2) : join(dirname(module), fileName)
    const target = existsSync(join(made, `${named}.d.ts`)) ? named : join(named, "index")
    const path = relative(dirname(placeOf(module)), placeOf(target))
    // Without its quotes.
    result = `${result.slice(0, pos + 1)}${path.startsWith(".") ? path : `./${path}`}.js${result.slice(end + 1)}`
    copyDeclaration(made, target, copied)
  }
  const file = join(DIST, `${placeOf(module)}.d.ts`)
  mkdirSync(dirname(file), { recursive: true })
  writeFileSync(file, result)
}
