import {
  chmodSync,
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  writeSync,
} from "node:fs"
import { dirname, join, resolve } from "node:path"
import { z } from "zod"
import { StartError } from "../start-error"

export const ROOT = join(import.meta.dirname, "../..")

const stateSchema = z.object({
  postgres: z
    .object({
      /** the data folder, relative to the home when it is inside */
      folder: z.string(),
      /**
       * whether a database was made there: from then on a missing folder is an error, never a reason to make an empty
       * one
       */
      made: z.boolean(),
      port: z.number().optional(),
    })
    .optional(),
  devnet: z.object({ port: z.number() }).optional(),
  poolFilled: z.boolean().optional(),
})
export type State = z.infer<typeof stateSchema>

/** `MICROPAY_HOME`: everything that one installation remembers. Only its owner may look inside. */
export class Home {
  readonly folder: string

  constructor(folder: string) {
    this.folder = resolve(ROOT, folder)
    mkdirSync(this.folder, { recursive: true, mode: 0o700 })
  }

  path(...names: string[]): string {
    return join(this.folder, ...names)
  }

  read(): State {
    const file = this.path("state.json")
    if (!existsSync(file)) return {}
    try {
      return stateSchema.parse(JSON.parse(readFileSync(file, "utf8")))
    } catch {
      throw new StartError(`${file} cannot be understood.`, {
        data: "untouched; this file only says where it is.",
        todo: "restore the file from a backup. Do not delete it: it names the database's folder.",
      })
    }
  }

  update(part: State): void {
    this.write("state.json", `${JSON.stringify({ ...this.read(), ...part }, null, 2)}\n`)
  }

  /** A secret that is made once and kept: the file holds it alone, for its owner only. */
  secret(name: string, make: () => string): string {
    const file = this.path(name)
    if (!existsSync(file)) this.write(name, `${make()}\n`)
    return readFileSync(file, "utf8").trim()
  }

  /** Whole and on disk, or not at all: a platform key that is lost in a crash is money lost. */
  write(name: string, text: string): void {
    const file = this.path(name)
    const half = `${file}.new`
    const handle = openSync(half, "w", 0o600)
    try {
      writeSync(handle, text)
      fsyncSync(handle)
    } finally {
      closeSync(handle)
    }
    renameSync(half, file)
    const folder = openSync(dirname(file), "r")
    try {
      fsyncSync(folder)
    } finally {
      closeSync(folder)
    }
  }

  /** Lets another account pass through to a folder inside, without seeing what is beside it. */
  allowPassage(allowed: boolean): void {
    chmodSync(this.folder, allowed ? 0o711 : 0o700)
  }
}
