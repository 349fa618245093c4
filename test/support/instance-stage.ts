import { Writable } from "node:stream"
import pino from "pino"
import { createChain } from "@/lib/chain/chain"
import { loadConfig } from "@/lib/config"
import { connectDatabase } from "@/lib/db"
import type { TestContext } from "./actors"
import { bareNode } from "./bare-node"
import { startDevnet } from "./chain"
import { databaseStage, type Ending, freshDatabaseStage } from "./database-stage"
import { environment } from "./environment"
import type { TestDatabase } from "./postgres"

type LogLine = Record<string, unknown> & { msg: string; level: number }

/** One app instance on a database that several may share, and what it has logged. */
export interface Instance {
  ctx: TestContext
  lines: LogLine[]
}

/**
 * What a test of app instances stands on, which look into no block: a database, a bare node and instances on them, the
 * same for all tests of a file.
 */
export function instanceStage() {
  return databaseStage()
    .extend("node", { scope: "file" }, bareNode)
    .extend("rpcUrl", { scope: "file" }, ({ node }) => node.url)
    .extend("newInstance", { scope: "file" }, newInstance)
    .extend("here", { scope: "file" }, oneInstance)
    .extend("there", { scope: "file" }, oneInstance)
    .extend("ctx", { scope: "file" }, ctx)
}

/** The same on a devnet in place of the bare node, for what looks into blocks. */
export function instanceOnChainStage() {
  return (
    instanceStage()
      // biome-ignore lint/correctness/noEmptyPattern: vitest reads here which fixtures it uses
      .extend("chain", { scope: "file" }, async ({}, { onCleanup }) => {
        const chain = await startDevnet()
        onCleanup(() => chain.stop())
        return chain
      })
      .override("rpcUrl", ({ chain }) => chain.rpcUrl)
  )
}

/** `instanceStage` with a database, a node and instances of each test's own. */
export function freshInstanceStage() {
  return freshDatabaseStage()
    .extend("node", bareNode)
    .extend("rpcUrl", ({ node }) => node.url)
    .extend("newInstance", newInstance)
    .extend("here", oneInstance)
    .extend("there", oneInstance)
    .extend("ctx", ctx)
}

type NewInstance = (databaseUrl?: string) => Promise<Instance>

/** Starts one more instance, on the stage's database or on another. */
function newInstance({ database, rpcUrl }: { database: TestDatabase; rpcUrl: string }, ending: Ending): NewInstance {
  const instances: Instance[] = []
  ending.onCleanup(async () => {
    await Promise.all(instances.map(({ ctx }) => ctx.db.$disconnect()))
  })
  return async (databaseUrl = database.url) => {
    const config = loadConfig(environment(databaseUrl, rpcUrl))
    const lines: LogLine[] = []
    const write = (chunk: Buffer, _: BufferEncoding, done: () => void) => {
      lines.push(JSON.parse(chunk.toString()))
      done()
    }
    const log = pino({ level: "debug" }, new Writable({ write }))
    const connected = { db: connectDatabase(databaseUrl, 3), chain: await createChain(config) }
    const instance: Instance = { ctx: { config, log, ...connected, actor: { kind: "command" } }, lines }
    instances.push(instance)
    return instance
  }
}

const oneInstance = ({ newInstance }: { newInstance: NewInstance }) => newInstance()
const ctx = ({ here }: { here: Instance }) => here.ctx
