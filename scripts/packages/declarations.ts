import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { dirname, join, relative } from "node:path"
import ts from "typescript"
import { run } from "../process/run"
import { ROOT } from "../start/home"

/**
 * Writes a package's declarations into its `dist`, with those that it shares with the pages.
 *
 * @param folder of the repository: `packages/client`
 * @throws Error with the compiler's words
 */
export async function writeDeclarations(folder: string): Promise<void> {
  const compiler = join(ROOT, "node_modules/typescript/bin/tsc")
  const dist = join(ROOT, folder, "dist")
  const made = join(dist, "declarations")
  try {
    const { code, output } = await run(process.execPath, [compiler, "-p", join(ROOT, folder)], { cwd: ROOT })
    if (code !== 0) throw new Error(`the declarations of ${folder} could not be made:\n${output}`)
    copyDeclaration({ made, dist, folder, copied: new Set() }, `${folder}/src/index`)
  } finally {
    rmSync(made, { recursive: true, force: true })
  }
}

interface Copying {
  made: string
  dist: string
  folder: string
  copied: Set<string>
}

/** The package's own files stand at its top, what it shares with the pages below `lib`. */
function placeOf({ folder }: Copying, module: string): string {
  return module.startsWith(`${folder}/src/`) ? module.slice(`${folder}/src/`.length) : module
}

/** Copies a declaration and what it names. A reader outside of this repository knows no alias, and wants endings. */
function copyDeclaration(copying: Copying, module: string): void {
  const { made, dist, folder, copied } = copying
  if (copied.has(module)) return
  copied.add(module)
  const text = readFileSync(join(made, `${module}.d.ts`), "utf8")
  const { importedFiles } = ts.preProcessFile(text, true, true)
  let result = text
  // The last one first, so that the places of the others stay.
  for (const { fileName, pos, end } of importedFiles.sort((a, b) => b.pos - a.pos)) {
    const isOwn = fileName.startsWith("@/") || fileName.startsWith(".")
    if (!isOwn) throw new Error(`${module}.d.ts needs ${fileName}, which ${folder} does not bring`)
    const named = fileName.startsWith("@/") ? fileName.slice(2) : join(dirname(module), fileName)
    const target = existsSync(join(made, `${named}.d.ts`)) ? named : join(named, "index")
    const path = relative(dirname(placeOf(copying, module)), placeOf(copying, target))
    // Without its quotes.
    result = `${result.slice(0, pos + 1)}${path.startsWith(".") ? path : `./${path}`}.js${result.slice(end + 1)}`
    copyDeclaration(copying, target)
  }
  const file = join(dist, `${placeOf(copying, module)}.d.ts`)
  mkdirSync(dirname(file), { recursive: true })
  writeFileSync(file, result)
}
