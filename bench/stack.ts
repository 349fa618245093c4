import { randomBytes } from "node:crypto"
import { ccc } from "@ckb-ccc/core"
import type { Client } from "pg"
import { openSession } from "@/lib/db-session"
import { wholeCkb } from "@/lib/money"
import { SERVER_ROLE } from "@/scripts/postgres/cluster"
import { ensureServerRole } from "@/scripts/postgres/grants"
import { startThrowaway, type ThrowawayServer } from "@/scripts/postgres/throwaway"
import { startCkbNode, startDevnet, type TestChain } from "@/test/support/chain"
import { until } from "@/test/support/rpc"
import { createWallet } from "@/test/support/wallet"
import type { Processes } from "./cpu"
import { loadHistory, writeBlocks } from "./history/load"
import { type Call, client } from "./http"
import { type Server, startServer } from "./server"

const BLOCK_MS = 500
const PASSWORD = "benchmark"
/** The smallest cell that is lent. */
export const CELL = wholeCkb(65n)
const FUNDED_AT_ONCE = 500
const CHECK_BOUND_MS = 300_000

/** Everything that is measured, on loopback: PostgreSQL that waits for the disk, a chain, the server. */
export interface Stack {
  chain: TestChain
  call: Call
  operator: Record<string, string>
  processes: Processes
  server: Server
  /** as the owner, for a look at rows */
  db: Client
  /** Gives the platform so many more cells, and waits until the server has them. */
  addCells(count: number): Promise<void>
  stop(): Promise<void>
}

interface StackOptions {
  chain: "devnet" | "node"
  /** in the pool at the start */
  cells: number
  /** payments behind it */
  history: number
  profile: boolean
  say(line: string): void
}

/** Starts it; from a clean clone that takes the minutes of a build, and with a history those of loading one. */
export async function startStack({ cells, history, profile, say, ...options }: StackOptions): Promise<Stack> {
  const started: { stop(): Promise<void> }[] = []
  const stop = async () => {
    for (const each of started.reverse()) await each.stop()
  }
  try {
    const postgres = await startThrowaway(true)
    started.push({ stop: () => postgres.discard() })
    const chain = await (options.chain === "node" ? startCkbNode : startDevnet)({ blockMs: BLOCK_MS })
    started.push(chain)
    const key = `0x${randomBytes(32).toString("hex")}` as const
    const { address, lock } = await createWallet(chain, key)
    const ownerUrl = postgres.url("postgres")
    const databaseUrl = await serverUrl(postgres)
    if (history > 0) {
      const platform = { address, lockHash: ccc.bytesFrom(lock.hash()) }
      await loadHistory(ownerUrl, { payments: history, platform, say })
      // What it owes must be there, or the pool is kept for payouts.
      await chain.fund(address, CELL * BigInt(history))
    }
    say("starting the server; the first time it builds the pages")
    const env = environment({ databaseUrl, ownerUrl, chain, key, cells })
    const server = await startServer(env, profile)
    started.push(server)
    const db = await openSession(ownerUrl)
    started.push({ stop: () => db.end() })
    if (history > 0) {
      await writeBlocks(ownerUrl)
      say("waiting for the check of all books, which a server does once a day and at its first start")
      await until("the check of all books", () => hasSucceeded(db, "check-totals"), CHECK_BOUND_MS)
    }
    return {
      chain,
      call: client(server.base),
      operator: { authorization: `Basic ${Buffer.from(`admin:${PASSWORD}`).toString("base64")}` },
      processes: { server: server.pid, postgres: postgres.process.pid, node: chain.pid() },
      server,
      db,
      addCells: (count) => addCells(chain, db, address, count),
      stop,
    }
  } catch (error) {
    await stop()
    throw error
  }
}

async function hasSucceeded(db: Client, job: string): Promise<boolean> {
  const { rows } = await db.query("SELECT FROM job_run WHERE job = $1 AND succeeded_at IS NOT NULL", [job])
  return rows.length > 0
}

async function serverUrl(postgres: ThrowawayServer): Promise<string> {
  const password = randomBytes(16).toString("hex")
  const owner = await openSession(postgres.url("postgres"))
  await ensureServerRole(owner, SERVER_ROLE, password)
  await owner.end()
  return Object.assign(new URL(postgres.url("postgres")), { username: SERVER_ROLE, password }).href
}

interface Places {
  databaseUrl: string
  ownerUrl: string
  chain: TestChain
  key: string
  cells: number
}

function environment({ databaseUrl, ownerUrl, chain, key, cells }: Places): Record<string, string> {
  return {
    DATABASE_URL: databaseUrl,
    MIGRATE_DATABASE_URL: ownerUrl,
    CKB_RPC_URL: chain.rpcUrl,
    CKB_SCRIPTS: JSON.stringify(chain.scripts),
    PLATFORM_KEY: key,
    ADMIN_PASSWORD: PASSWORD,
    POOL_CELLS: String(cells),
    // Blocks come twenty times as often as they do elsewhere; work by the block should not.
    SOLVENCY_BLOCKS: "2000",
    // Once a year: what a settlement takes is measured by asking for one.
    SETTLEMENT_CRON: "0 0 1 1 *",
  }
}

async function addCells(chain: TestChain, db: Client, address: string, count: number): Promise<void> {
  const live = async () => {
    const { rows } = await db.query<{ live: number }>(
      "SELECT count(*)::int AS live FROM platform_cell WHERE state IN ('free', 'claimed') AND capacity <= $1",
      [CELL * 10n],
    )
    return rows[0]?.live ?? 0
  }
  const wanted = (await live()) + count
  for (let left = count; left > 0; left -= FUNDED_AT_ONCE) {
    const cells = Array.from({ length: Math.min(left, FUNDED_AT_ONCE) }, () => ({ address, shannons: CELL }))
    await chain.fundMany(cells)
  }
  await until("the server to have the new cells", async () => (await live()) >= wanted, 60_000)
}
