import { type ChildProcess, spawn } from "node:child_process"
import { rmSync, writeFileSync } from "node:fs"
import { request } from "node:http"
import { join } from "node:path"
import { describe, expect, test as it, vi } from "vitest"
import { portForLater } from "./process/ports"

const ROOT = join(import.meta.dirname, "..")
const bounded = { timeout: 30_000, interval: 50 }

/** What Next's server is to them: it listens, counts, and ends by a signal. */
const SERVER = `
import { createServer } from "node:http"
import { answerSiblings, askSiblings } from "@/lib/http/siblings"
let served = 0
const figures = async () => [{ served, pid: process.pid }]
answerSiblings(figures)
process.once("SIGTERM", () => process.exit(0))
if (process.env.FAILS) process.exit(3)
createServer(async (request, response) => {
  if (request.url === "/figures") return response.end(JSON.stringify(await askSiblings(await figures())))
  served += 1
  response.end(String(process.pid))
}).listen(Number(process.env.PORT), "127.0.0.1")
`

interface Started {
  port: number
  main: ChildProcess
  ended: Promise<number | null>
  /** Each call on a connection of its own */
  get(path: string): Promise<string>
}

const test = it.extend("start", async ({ task }, { onCleanup }) => {
  const program = join(ROOT, "scripts", `.server-${process.pid}-${task.id}.ts`)
  writeFileSync(program, SERVER)
  const all: Started[] = []
  onCleanup(async () => {
    for (const { main } of all) main.kill("SIGKILL")
    await Promise.all(all.map(({ ended }) => ended))
    rmSync(program)
  })
  return async (env: Record<string, string> = {}): Promise<Started> => {
    const port = await portForLater()
    const main = spawn(process.execPath, ["--import", "tsx", "scripts/web-processes.mjs", "2", program], {
      cwd: ROOT,
      env: { PATH: process.env.PATH, NODE_ENV: "production", PORT: String(port), ...env },
      stdio: "ignore",
    })
    const ended = new Promise<number | null>((resolve) => main.once("exit", (code) => resolve(code)))
    const started = { port, main, ended, get: (path: string) => get(port, path) }
    all.push(started)
    return started
  }
})

function get(port: number, path: string): Promise<string> {
  return new Promise((resolve, reject) => {
    // What is handed to a process at the moment of its death gets no answer.
    request({ port, path, host: "127.0.0.1", agent: false, signal: AbortSignal.timeout(2_000) }, async (response) =>
      resolve((await response.toArray()).join("")),
    )
      .on("error", reject)
      .end()
  })
}

/** The processes that answer. */
async function pids({ get }: Started): Promise<string[]> {
  return [...new Set([await get("/"), await get("/"), await get("/"), await get("/")])].sort()
}

const isAlive = (pid: string) => {
  try {
    return process.kill(Number(pid), 0)
  } catch {
    return false
  }
}

describe("several server processes", () => {
  test("serve one port in turn, know each other's figures, and one that is killed is replaced", async ({ start }) => {
    const server = await start()
    const before = await vi.waitFor(async () => {
      const found = await pids(server)
      expect(found).toHaveLength(2)
      return found
    }, bounded)
    const figures = JSON.parse(await server.get("/figures")) as { number: number; figures: { served: number }[] }[]
    expect(figures.map(({ number }) => number).sort()).toEqual([1, 2])
    const served = figures.map((one) => one.figures[0]?.served ?? 0)
    expect(Math.min(...served)).toBeGreaterThan(0)
    process.kill(Number(before[0]), "SIGKILL")
    await vi.waitFor(async () => {
      const after = await pids(server)
      expect(after).toHaveLength(2)
      expect(after).not.toContain(before[0])
      expect(after).toContain(before[1])
    }, bounded)
    server.main.kill("SIGTERM")
    expect(await server.ended).toBe(143)
    for (const pid of before) expect(isAlive(pid)).toBe(false)
  })

  test("end when the one that started them is killed", async ({ start }) => {
    const server = await start()
    const running = await vi.waitFor(async () => {
      const found = await pids(server)
      expect(found).toHaveLength(2)
      return found
    }, bounded)
    server.main.kill("SIGKILL")
    await vi.waitFor(() => expect(running.filter(isAlive)).toEqual([]), bounded)
  })

  test("all end when one cannot start", async ({ start }) => {
    const server = await start({ FAILS: "1" })
    expect(await server.ended).toBe(3)
  })
})
