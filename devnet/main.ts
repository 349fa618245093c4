import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { parseArgs } from "node:util"
import type { ChainSettings } from "./chain"
import { Devnet, nodeId } from "./devnet"
import { rewardTo } from "./genesis"
import { parseHash } from "./json"
import { serve } from "./server"

const USAGE = `tsx devnet/main.ts --dir DIR [--port PORT] [--block-ms MS] [--reward-args ARGS] [--cellbase-maturity EPOCH]
  port 0: any free one; MS 0: no timed blocks; ARGS: of a secp256k1 lock that is paid for blocks; EPOCH: packed (RFC 0017)`

function wholeNumber(name: string, value: string): number {
  if (!/^\d{1,9}$/.test(value)) throw new Error(`--${name} is not a whole number: ${value}. ${USAGE}`)
  return Number(value)
}

interface Arguments {
  dir: string
  port: number
  blockMs: number
  settings: ChainSettings
}

function readArguments(): Arguments {
  const { values } = parseArgs({
    options: {
      dir: { type: "string" },
      port: { type: "string", default: "0" },
      "block-ms": { type: "string", default: "1000" },
      "reward-args": { type: "string" },
      "cellbase-maturity": { type: "string", default: "0" },
    },
  })
  if (values.dir === undefined) throw new Error(`--dir is missing. ${USAGE}`)
  return {
    dir: values.dir,
    port: wholeNumber("port", values.port),
    blockMs: wholeNumber("block-ms", values["block-ms"]),
    settings: {
      cellbaseMaturity: BigInt(values["cellbase-maturity"]),
      ...(values["reward-args"] === undefined ? {} : { reward: rewardTo(parseHash(values["reward-args"], 20)) }),
    },
  }
}

/** Makes a block every `blockMs`, and never two at once: the next timer starts when the block is on the disk. */
function mineOnTime(devnet: Devnet, blockMs: number): void {
  setTimeout(() => {
    devnet.mine(Date.now())
    devnet.synced().then(() => mineOnTime(devnet, blockMs), stopWith)
  }, blockMs).unref()
}

/**
 * Refuses a folder that another devnet still serves: two of them would write one journal. A devnet that was killed left
 * its address behind, where nobody answers.
 */
async function refuseServedFolder(endpoint: string, dir: string): Promise<void> {
  if (!existsSync(endpoint)) return
  const url = readFileSync(endpoint, "utf8").trim()
  const body = JSON.stringify({ id: 1, jsonrpc: "2.0", method: "local_node_info", params: [] })
  const serving = await fetch(url, { method: "POST", body, signal: AbortSignal.timeout(2000) }).then(
    async (reply) => ((await reply.json()) as { result?: { node_id?: string } }).result?.node_id === nodeId(dir),
    () => false,
  )
  if (serving) throw new Error(`${url} already serves ${dir}. Stop it first, or use it.`)
}

function stopWith(error: unknown): never {
  console.error(`devnet: ${error instanceof Error ? error.message : String(error)}`)
  process.exit(1)
}

async function main(): Promise<void> {
  const { dir, port, blockMs, settings } = readArguments()
  mkdirSync(dir, { recursive: true })
  const endpoint = join(dir, "endpoint")
  await refuseServedFolder(endpoint, dir)
  const devnet = new Devnet(dir, settings)
  const { server, url } = await serve(devnet, port)
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
