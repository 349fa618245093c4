import { type ChildProcess, spawn } from "node:child_process"
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { plainEnvironment } from "@/scripts/process/environment"
import { portForLater } from "@/scripts/process/ports"
import { waitUntil } from "@/scripts/process/wait"
import { ROOT } from "@/scripts/start/home"

/** The first start builds the pages, on a machine that may be busy. */
const START_BOUND_MS = 900_000

const ERRORS_SHOWN = 3
/** pino's levels from error on */
const isError = (line: string) => /"level":[56]0/.test(line)

/** The product as people run it: `npm start`, in processes of its own. */
export interface Server {
  base: string
  pid: number
  /** where a profile goes (`profile/hook.cjs`), and the log */
  folder: string
  /** the first errors that it has logged: what a 500 in the table was */
  errors(): string[]
  stop(): Promise<void>
}

/**
 * Starts it, in a home that is thrown away, and waits until it serves.
 *
 * @param profile whether it can be asked for CPU profiles
 * @throws Error with the end of its log when it does not come up
 */
export async function startServer(env: Record<string, string>, profile: boolean): Promise<Server> {
  const folder = mkdtempSync(join(tmpdir(), "micropay-bench-"))
  const port = await portForLater()
  const hook = join(import.meta.dirname, "profile", "hook.cjs")
  const logFile = join(folder, "log")
  const log = openSync(logFile, "w")
  const child = spawn(process.execPath, ["scripts/start.mjs"], {
    cwd: ROOT,
    stdio: ["ignore", log, log],
    env: plainEnvironment({
      ...env,
      PORT: String(port),
      MICROPAY_HOME: join(folder, "home"),
      ...(profile ? { NODE_OPTIONS: `--require ${hook}`, BENCH_PROFILES: folder } : {}),
    }),
  })
  closeSync(log)
  let ended = false
  const end = new Promise<void>((resolve) => child.once("close", () => resolve())).then(() => {
    ended = true
  })
  const serves = () => ended || readFileSync(logFile, "utf8").includes("micro-pay is ready")
  if (!(await waitUntil(serves, START_BOUND_MS)) || ended) {
    await stop(child, end)
    throw new Error(`npm start did not come up:\n${readFileSync(logFile, "utf8").slice(-3_000)}`)
  }
  return {
    base: `http://127.0.0.1:${port}`,
    pid: child.pid ?? 0,
    folder,
    errors: () => readFileSync(logFile, "utf8").split("\n").filter(isError).slice(0, ERRORS_SHOWN),
    stop: async () => {
      await stop(child, end)
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

async function stop(child: ChildProcess, end: Promise<void>): Promise<void> {
  child.kill("SIGTERM")
  await end
}
