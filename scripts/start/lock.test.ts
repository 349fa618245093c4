import { spawn } from "node:child_process"
import { mkdtempSync, readdirSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { expect, test } from "vitest"
import { identify, isAlive } from "../process/identity"
import { takeLock } from "./lock"

const lockFile = () => join(mkdtempSync(join(tmpdir(), "micropay-lock-")), "start.lock")

test("a second start on the same home is refused, and let in when the first has stopped", async () => {
  const file = lockFile()
  const release = await takeLock(file)
  await expect(takeLock(file)).rejects.toThrow(/already running/)
  release()
  const again = await takeLock(file)
  again()
  expect(readdirSync(join(file, ".."))).toEqual([])
})

test("the lock of a start that was killed is taken over", async () => {
  const file = lockFile()
  writeFileSync(file, JSON.stringify({ start: await killedProcess() }))
  const release = await takeLock(file)
  await expect(takeLock(file)).rejects.toThrow(/already running/)
  release()
})

test("a stranger that got the pid of a killed start does not hold its lock", async () => {
  const file = lockFile()
  writeFileSync(file, JSON.stringify({ start: { pid: process.pid, started: "an earlier life" } }))
  const release = await takeLock(file)
  release()
})

test("a damaged lock file does not keep anybody out", async () => {
  const file = lockFile()
  writeFileSync(file, "{ half a line")
  const release = await takeLock(file)
  release()
})

test("a start waits for another one that is stopping because its npm was killed", async () => {
  const file = lockFile()
  const stopping = spawn(process.execPath, ["-e", "setTimeout(() => {}, 600)"])
  const start = identify(stopping.pid ?? 0)
  writeFileSync(file, JSON.stringify({ start, launcher: await killedProcess() }))
  const release = await takeLock(file)
  expect(start && isAlive(start)).toBe(false)
  release()
})

async function killedProcess() {
  const child = spawn(process.execPath, ["-e", "setInterval(() => {}, 1000)"])
  const identity = identify(child.pid ?? 0)
  child.kill("SIGKILL")
  await new Promise((resolve) => child.once("exit", resolve))
  return identity
}
