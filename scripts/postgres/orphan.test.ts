import { spawn } from "node:child_process"
import { existsSync, mkdtempSync, readFileSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { createInterface } from "node:readline"
import { expect, test } from "vitest"
import { waitUntil } from "../process/wait"
import { stopOrphan } from "./orphan"

test.runIf(process.platform === "linux")(
  "a killed server that nobody has buried is not taken for a running one",
  async () => {
    // The shell becomes a program that never looks after the child it began with.
    const parent = spawn("sh", ["-c", "sleep 60 & echo $!; exec sleep 61"], { stdio: ["ignore", "pipe", "ignore"] })
    try {
      const line = await createInterface({ input: parent.stdout })[Symbol.asyncIterator]().next()
      const zombie = Number(line.value)
      const isProgram = () => readFileSync(`/proc/${parent.pid}/comm`, "utf8").trim() === "sleep"
      expect(await waitUntil(isProgram, 10_000)).toBe(true)
      process.kill(zombie, "SIGKILL")
      const state = () => readFileSync(`/proc/${zombie}/stat`, "utf8").split(") ")[1]?.[0]
      expect(await waitUntil(() => state() === "Z", 10_000)).toBe(true)
      const folder = mkdtempSync(join(tmpdir(), "micropay-orphan-"))
      const file = join(folder, "postmaster.pid")
      writeFileSync(file, `${zombie}\n${folder}\n`)
      expect(await stopOrphan(folder)).toBe(false)
      expect(existsSync(file)).toBe(false)
    } finally {
      parent.kill("SIGKILL")
    }
  },
)
