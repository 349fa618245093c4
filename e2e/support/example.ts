import { execFile, spawn } from "node:child_process"
import { existsSync, mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { promisify } from "node:util"
import { buildAudit } from "@/scripts/packages/audit"
import { buildClient } from "@/scripts/packages/client"
import { portForLater } from "@/scripts/process/ports"
import { LIMITS } from "./limits"

const ROOT = join(import.meta.dirname, "../..")
const run = promisify(execFile)

type Environment = Record<string, string>

/** A project of the operator's, as `npm run project` makes it, and what it prints. */
export async function newProject(home: string, url: string, name: string) {
  const project = async (...args: string[]) => {
    const env = { ...process.env, ...LIMITS, MICROPAY_HOME: home, PORT: new URL(url).port }
    return (await run(process.execPath, ["--import", "tsx", "scripts/project.ts", ...args], { cwd: ROOT, env })).stdout
  }
  const said = await project("create", name)
  const id = /^Project (\d+)/.exec(said)?.[1] ?? ""
  return {
    key: lastLine(said),
    publicKey: /whpk_\S+/.exec(said)?.[0] ?? "",
    keyFor: async (origin: string) => lastLine(await project("key", id, "page", "--origin", origin)),
  }
}

const lastLine = (text: string) => text.trim().split("\n").at(-1) ?? ""

/** Runs a program of `examples/` to its end. @returns what it printed */
export async function runExample(file: string, args: string[], env: Environment): Promise<string> {
  await builtClient()
  const options = { cwd: ROOT, env: { ...process.env, ...env } }
  return (await run(process.execPath, [join("examples", file), ...args], options)).stdout
}

/** Runs the audit's command as it is published. @returns the line that it ends with */
export async function runAudit(flags: string[]): Promise<string> {
  const program = join(ROOT, "packages/audit/dist/main.js")
  if (!existsSync(program)) await buildAudit()
  return (await run(process.execPath, [program, ...flags])).stdout.trim()
}

/**
 * Starts a server of `examples/`, in an empty folder, and waits until it says where it is.
 *
 * @param env what it needs, once its address is known
 */
export async function startExample(file: string, env: (url: string) => Promise<Environment>) {
  await builtClient()
  const port = String(await portForLater())
  const url = `http://localhost:${port}`
  const cwd = mkdtempSync(join(tmpdir(), "micropay-example-"))
  const child = spawn(process.execPath, [join(ROOT, "examples", file)], {
    cwd,
    env: { ...process.env, ...(await env(url)), PORT: port },
    stdio: ["ignore", "pipe", "inherit"],
  })
  let said = ""
  await new Promise<void>((resolve, reject) => {
    child.once("exit", (code) => reject(new Error(`${file} ended with ${code}`)))
    child.stdout.on("data", (text) => {
      said += text
      if (said.includes(url)) resolve()
    })
  })
  return {
    url,
    said: () => said,
    stop: async () => {
      const ended = new Promise((resolve) => child.once("close", resolve))
      child.kill()
      await ended
      rmSync(cwd, { recursive: true })
    },
  }
}

/** They import the package by its name, as it is published. */
async function builtClient(): Promise<void> {
  if (!existsSync(join(ROOT, "packages/client/dist/index.js"))) await buildClient()
}
