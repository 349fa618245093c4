import { readdirSync, readFileSync, readlinkSync, rmSync } from "node:fs"
import { join } from "node:path"
import { setTimeout as sleep } from "node:timers/promises"
import { descendants } from "../cpu"
import type { Server } from "../server"
import { summarize } from "./summary"

const WRITTEN_MS = 2_000

/**
 * Profiles each Node process of the server from the first call to the second, and says then by area where their time
 * went.
 */
export function profiler({ pid, folder }: Server, say: (line: string) => void): (name: string) => () => Promise<void> {
  const signal = () => {
    // Others, such as a compiler's helper, would die of it.
    for (const each of descendants(pid)) if (runsNode(each)) process.kill(each, "SIGUSR2")
  }
  return (name) => {
    let isRunning = false
    return async () => {
      signal()
      isRunning = !isRunning
      if (isRunning) return
      await sleep(WRITTEN_MS)
      const files = readdirSync(folder).filter((file) => file.endsWith(".cpuprofile"))
      const profiles = files.map((file) => JSON.parse(readFileSync(join(folder, file), "utf8")))
      for (const file of files) rmSync(join(folder, file))
      say(`\nThe server's CPU time, ${name}:\n${summarize(profiles)}`)
    }
  }
}

function runsNode(pid: number): boolean {
  try {
    return readlinkSync(`/proc/${pid}/exe`) === process.execPath
  } catch {
    return false
  }
}
