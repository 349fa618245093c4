import { rmSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { parseArgs } from "node:util"
import { Devnet } from "./devnet"
import { serve } from "./server"

const USAGE =
  "tsx devnet/main.ts --dir DIR [--port PORT] [--block-ms MS]   (port 0: any free one; MS 0: no timed blocks)"

function wholeNumber(name: string, value: string): number {
  if (!/^\d{1,9}$/.test(value)) throw new Error(`--${name} is not a whole number: ${value}. ${USAGE}`)
  return Number(value)
}

function readArguments(): { dir: string; port: number; blockMs: number } {
  const { values } = parseArgs({
    options: {
      dir: { type: "string" },
      port: { type: "string", default: "0" },
      "block-ms": { type: "string", default: "1000" },
    },
  })
  if (values.dir === undefined) throw new Error(`--dir is missing. ${USAGE}`)
  return {
    dir: values.dir,
    port: wholeNumber("port", values.port),
    blockMs: wholeNumber("block-ms", values["block-ms"]),
  }
}

/** Makes a block every `blockMs`, and never two at once: the next timer starts when the block is on the disk. */
function mineOnTime(devnet: Devnet, blockMs: number): void {
  setTimeout(() => {
    devnet.mine(Date.now())
    devnet.synced().then(() => mineOnTime(devnet, blockMs), stopWith)
  }, blockMs).unref()
}

function stopWith(error: unknown): never {
  console.error(`devnet: ${error instanceof Error ? error.message : String(error)}`)
  process.exit(1)
}

async function main(): Promise<void> {
  const { dir, port, blockMs } = readArguments()
  const devnet = new Devnet(dir)
  const { server, url } = await serve(devnet, port)
  const endpoint = join(dir, "endpoint")
  writeFileSync(endpoint, `${url}\n`)
  const stop = () => {
    server.close()
    rmSync(endpoint, { force: true })
    devnet.synced().then(() => process.exit(0), stopWith)
  }
  process.on("SIGINT", stop)
  process.on("SIGTERM", stop)
  // Started by another process over IPC: it must not outlive that process, which would leave two devnets on one folder.
  process.on("disconnect", stop)
  if (blockMs > 0) mineOnTime(devnet, blockMs)
  process.stdout.write(`devnet listening ${url}\n`)
}

main().catch(stopWith)
