import { spawn } from "node:child_process"
import { existsSync } from "node:fs"
import { join } from "node:path"
import { z } from "zod"
import { devScripts } from "@/devnet/scripts"
import { waitUntil } from "@/scripts/process/wait"
import { prepareCkbNode } from "@/test/support/ckb-node"

const BLOCK_MS = 300
const ROOT = join(import.meta.dirname, "../..")
const hashSchema = z.templateLiteral(["0x", z.string()])
const genesisSchema = z.object({ transactions: z.array(z.object({ hash: hashSchema })) })

/**
 * `npm start` on a real CKB node, for the browser tests: the node and the server end together. While there is a file
 * `no-blocks` in the folder, no block is made.
 */
async function main(folder: string): Promise<void> {
  const noBlocks = join(folder, "no-blocks")
  const startNode = await prepareCkbNode(join(folder, "ckb"))
  const node = await startNode(0)
  const stop = () => node.process.kill("SIGTERM")
  process.on("exit", stop)
  if (!(await waitUntil(() => answers(node.url), 60_000))) throw new Error("the CKB node does not answer")
  // The dep groups of a dev chain are the outputs of the second transaction of its first block.
  const genesis = genesisSchema.parse(await call(node.url, "get_block_by_number", ["0x0"]))
  const depGroupTx = genesis.transactions[1]?.hash
  if (!depGroupTx) throw new Error("the chain's first block has no dep groups")
  const mining = setInterval(() => {
    if (!existsSync(noBlocks)) call(node.url, "generate_block").catch(() => {})
  }, BLOCK_MS)
  const server = spawn(process.execPath, [join(ROOT, "scripts/start.mjs")], {
    stdio: "inherit",
    env: {
      ...process.env,
      CKB_NETWORK: "devnet",
      CKB_RPC_URL: node.url,
      CKB_SCRIPTS: JSON.stringify(devScripts(depGroupTx)),
      MICROPAY_HOME: join(folder, "home"),
    },
  })
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.on(signal, () => server.kill("SIGTERM"))
  server.once("exit", (code) => {
    clearInterval(mining)
    process.exit(code ?? 1)
  })
  node.process.once("exit", () => server.kill("SIGTERM"))
}

async function call(url: string, method: string, params: unknown[] = []): Promise<unknown> {
  const body = JSON.stringify({ id: 1, jsonrpc: "2.0", method, params })
  const reply = await fetch(url, { method: "POST", headers: { "content-type": "application/json" }, body })
  return z.object({ result: z.unknown() }).parse(await reply.json()).result
}

async function answers(url: string): Promise<boolean> {
  try {
    await call(url, "get_tip_block_number")
    return true
  } catch {
    return false
  }
}

const folder = process.argv[2]
if (!folder) throw new Error("usage: real-node-stack DIR")
await main(folder)
