import { type ChildProcess, spawn } from "node:child_process"
import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { portForLater } from "@/scripts/process/ports"
import { until } from "@/test/support/rpc"

const ROOT = join(import.meta.dirname, "..")
/** The first start builds the pages, on a machine that may be busy. */
const START_BOUND_MS = 600_000

/** The real server: `npm start`, a production build, in processes of its own. */
export interface RealServer {
  /** All that it has printed, over all starts */
  log(): string
  /** Starts it, armed with a failpoint or not, and waits until it serves. */
  start(failpoint?: string): Promise<void>
  /** Waits until it has died by itself. */
  died(): Promise<void>
  request(method: string, path: string, body?: unknown, headers?: Record<string, string>): Promise<Response>
  stop(): Promise<void>
}

export async function prepareServer(env: Record<string, string>): Promise<RealServer> {
  const home = mkdtempSync(join(tmpdir(), "micro-pay-server-"))
  const port = await portForLater()
  let log = ""
  let running: { child: ChildProcess; ended: Promise<void> } | undefined
  const url = (path: string) => `http://127.0.0.1:${port}${path}`
  return {
    log: () => log,
    async start(failpoint) {
      const child = spawn(process.execPath, ["scripts/start.mjs"], {
        cwd: ROOT,
        stdio: ["ignore", "pipe", "pipe"],
        env: {
          PATH: process.env.PATH,
          PORT: String(port),
          MICROPAY_HOME: home,
          ...env,
          ...(failpoint && { MICROPAY_FAILPOINT: failpoint }),
        } as unknown as NodeJS.ProcessEnv,
      })
      const from = log.length
      for (const stream of [child.stdout, child.stderr])
        stream.on("data", (chunk: Buffer) => {
          log += chunk.toString()
        })
      let over = false
      const ended = new Promise<void>((resolve) => child.once("close", () => resolve())).then(() => {
        over = true
      })
      running = { child, ended }
      const ready = async () => over || log.slice(from).includes("micro-pay is ready")
      await until("npm start", ready, START_BOUND_MS)
      if (over) throw new Error(`npm start has ended:\n${log.slice(from).slice(-2_000)}`)
    },
    async died() {
      await running?.ended
      running = undefined
    },
    request: (method, path, body, headers = {}) =>
      fetch(url(path), {
        method,
        headers: { "content-type": "application/json", ...headers },
        body: body === undefined ? undefined : JSON.stringify(body),
      }),
    async stop() {
      running?.child.kill("SIGTERM")
      await running?.ended
      rmSync(home, { recursive: true, force: true })
    },
  }
}
