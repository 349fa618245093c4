import { type SpawnOptions, spawn } from "node:child_process"

/**
 * Runs a program to its end and keeps what it printed.
 *
 * @throws Error when it cannot be started at all
 */
export async function run(
  program: string,
  args: string[],
  options: SpawnOptions = {},
): Promise<{ code: number | null; output: string }> {
  const child = spawn(program, args, { ...options, stdio: ["ignore", "pipe", "pipe"] })
  let output = ""
  const keep = (chunk: Buffer) => {
    output += chunk
  }
  child.stdout.on("data", keep)
  child.stderr.on("data", keep)
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once("error", reject)
    child.once("close", resolve)
  })
  return { code, output: output.trim() }
}
