import { closeSync, existsSync, fdatasync, ftruncateSync, openSync, readFileSync, writeSync } from "node:fs"
import { join } from "node:path"
import type { RpcTransaction } from "../lib/chain/molecule"
import type { Hex } from "./hash"

/**
 * What happened, one JSON array a line: replaying the lines in order gives the state.
 * - `t` a transaction came into the pool (amounts as decimal strings), replacing what conflicts with it
 * - `b` a block: time, hash, and when it has any: proposals, hashes of the pool transactions it commits
 * - `u` back to this block number
 * - `r` a transaction left the pool on request, `x` all did
 * - `j` a transaction was refused, and why
 */
export type JournalRecord =
  | ["t", RpcTransaction, { fee: string; cycles: string; time: number }]
  | ["b", number, Hex]
  | ["b", number, Hex, Hex[], Hex[]]
  | ["u", number]
  | ["r", Hex]
  | ["x"]
  | ["j", Hex, string]

const FORMAT = "micro-pay devnet 1"

/**
 * An append-only file. A record is handed to the operating system before its effect can be seen, so `kill -9` loses
 * nothing; `synced` waits for the disk, once for all who wait.
 */
export class Journal {
  readonly #file: number
  #dirty = false
  #running: Promise<void> | null = null

  /** Opens `DIR/journal.jsonl`, replays what it holds, and cuts off a last line that a kill tore. */
  constructor(dir: string, genesis: Hex, replay: (record: JournalRecord) => void) {
    const path = join(dir, "journal.jsonl")
    const content = existsSync(path) ? readFileSync(path) : Buffer.alloc(0)
    const whole = content.subarray(0, content.lastIndexOf("\n") + 1)
    const lines = whole.length === 0 ? [] : whole.toString("utf8").trimEnd().split("\n")
    const header = JSON.stringify([FORMAT, genesis])
    if (lines.length > 0 && lines[0] !== header) {
      throw new Error(
        `${path} was written by another version of the devnet. Remove the folder ${dir} to start a new chain.`,
      )
    }
    for (const line of lines.slice(1)) replay(JSON.parse(line) as JournalRecord)
    this.#file = openSync(path, "a")
    ftruncateSync(this.#file, whole.length)
    if (lines.length === 0) this.#write(header)
  }

  append(record: JournalRecord): void {
    this.#write(JSON.stringify(record))
  }

  /** Resolves when everything appended so far is on the disk. */
  async synced(): Promise<void> {
    if (this.#running !== null) await this.#running
    if (!this.#dirty && this.#running === null) return
    this.#running ??= this.#sync()
    await this.#running
  }

  close(): void {
    closeSync(this.#file)
  }

  #write(line: string): void {
    writeSync(this.#file, `${line}\n`)
    this.#dirty = true
  }

  #sync(): Promise<void> {
    this.#dirty = false
    return new Promise((resolve, reject) => {
      fdatasync(this.#file, (error) => {
        this.#running = null
        if (error === null) resolve()
        else reject(error)
      })
    })
  }
}
