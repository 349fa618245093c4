import { createServer } from "node:http"
import type { AddressInfo } from "node:net"
import { Writable } from "node:stream"
import { json } from "node:stream/consumers"
import pino from "pino"
import { createChain } from "@/lib/chain/chain"
import { type Config, loadConfig } from "@/lib/config"
import { connectDatabase } from "@/lib/db"
import type { TestContext } from "@/test/support/actors"
import { createDatabase } from "@/test/support/postgres"

export const PLATFORM_KEY = "0x5f1c5e2bdb6e0c5b3d1f0a9e8d7c6b5a49382716f5e4d3c2b1a0998877665544"
export const ADMIN_PASSWORD = "correct horse battery"

/** A node that knows the genesis block and its tip: enough for what never looks into a block. */
export interface BareNode {
  url: string
  tip: number
  close(): Promise<void>
}

export async function startBareNode(port = 0, genesis = `0x${"ab".repeat(32)}`): Promise<BareNode> {
  const node = { tip: 7 }
  const block = { header: { hash: genesis }, transactions: [{ hash: genesis }, { hash: `0x${"cd".repeat(32)}` }] }
  const server = createServer(async (request, response) => {
    const { id, method } = (await json(request)) as { id: number; method: string }
    const result = method === "get_tip_block_number" ? `0x${node.tip.toString(16)}` : block
    response.end(JSON.stringify({ jsonrpc: "2.0", id, result }))
  })
  await new Promise<void>((resolve) => server.listen(port, "127.0.0.1", resolve))
  const { port: actual } = server.address() as AddressInfo
  return Object.assign(node, {
    url: `http://127.0.0.1:${actual}`,
    close: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  })
}

export function environment(databaseUrl: string, rpcUrl: string): Record<string, string> {
  return { DATABASE_URL: databaseUrl, CKB_RPC_URL: rpcUrl, PLATFORM_KEY, ADMIN_PASSWORD }
}

export type LogLine = Record<string, unknown> & { msg: string; level: number }

/** One app instance on a database that several may share. */
export interface Instance {
  ctx: TestContext
  config: Config
  lines: LogLine[]
}

/** A database and a node, and as many app instances on them as a test wants. */
export interface Bench {
  /** The bare node; unused when the bench stands on another chain. */
  node: BareNode
  databaseUrl: string
  instance(): Promise<Instance>
  close(): Promise<void>
}

interface BenchOptions {
  database?: { url: string; drop(): Promise<void> }
  /** a chain that has blocks */
  rpcUrl?: string
}

export async function createBench(options: BenchOptions = {}): Promise<Bench> {
  const { url, drop } = options.database ?? (await createDatabase())
  const node = await startBareNode()
  const contexts: TestContext[] = []
  return {
    node,
    databaseUrl: url,
    async instance() {
      const config = loadConfig(environment(url, options.rpcUrl ?? node.url))
      const lines: LogLine[] = []
      const write = (chunk: Buffer, _: BufferEncoding, done: () => void) => {
        lines.push(JSON.parse(chunk.toString()))
        done()
      }
      const log = pino({ level: "debug" }, new Writable({ write }))
      const connected = { db: connectDatabase(url, 3), chain: await createChain(config) }
      const ctx: TestContext = { config, log, ...connected, actor: { kind: "command" } }
      contexts.push(ctx)
      return { ctx, config, lines }
    },
    async close() {
      await Promise.all(contexts.map(({ db }) => db.$disconnect()))
      await node.close()
      await drop()
    },
  }
}
