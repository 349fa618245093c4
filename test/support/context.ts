import { randomBytes } from "node:crypto"
import type { Actor } from "@/lib/actor"
import { createChain } from "@/lib/chain/chain"
import type { RpcCall } from "@/lib/chain/rpc"
import { loadConfig } from "@/lib/config"
import type { Context } from "@/lib/context"
import { connectDatabase } from "@/lib/db"
import { checkInstallation } from "@/lib/installation"
import { createLogger } from "@/lib/log"
import { wholeCkb } from "@/lib/money"
import { catchUp } from "@/lib/tracking/follow"
import type { TestContext } from "./actors"
import type { TestChain } from "./chain"
import { createDatabase } from "./postgres"

export interface TestPlatform {
  ctx: TestContext
  /** Takes in whatever the chain has done. */
  follow(): Promise<void>
  /** Makes blocks and takes them in. */
  mine(blocks?: number): Promise<void>
  stop(): Promise<void>
}

export interface PlatformOptions {
  /** How many cells the pool has from the start; 0 leaves it empty */
  cells?: number
  /** shannons in each of them */
  capacity?: bigint
  /**
   * shannons in one more, too large to lend: a settlement takes it first, and so does not depend on what payments made
   */
  reserve?: bigint
  /** Environment variables on top of the defaults */
  env?: Record<string, string>
}

/**
 * A platform of a test's own: a new key, a new database, on a chain that may be shared; its pool is funded by the chain
 * itself.
 */
export async function startPlatform(chain: TestChain, options: PlatformOptions = {}): Promise<TestPlatform> {
  const database = await createDatabase()
  const config = loadConfig({
    DATABASE_URL: database.url,
    CKB_RPC_URL: chain.rpcUrl,
    CKB_SCRIPTS: JSON.stringify(chain.scripts),
    PLATFORM_KEY: `0x${randomBytes(32).toString("hex")}`,
    ADMIN_PASSWORD: "test password",
    LOG_LEVEL: "error",
    ...options.env,
  })
  const ctx: TestContext = {
    actor: { kind: "command" },
    config,
    db: connectDatabase(config.databaseUrl.reveal(), 20),
    chain: await createChain(config),
    log: createLogger(config.logLevel),
  }
  const follow = () => catchUp(ctx)
  const platform: TestPlatform = {
    ctx,
    follow,
    mine: async (blocks = 1) => {
      await chain.mine(blocks)
      await follow()
    },
    stop: async () => {
      await ctx.db.$disconnect()
      await database.drop()
    },
  }
  try {
    await checkInstallation(ctx)
    await follow()
    await fillPool(platform, chain, options)
  } catch (error) {
    await platform.stop()
    throw error
  }
  return platform
}

async function fillPool({ ctx, follow }: TestPlatform, chain: TestChain, options: PlatformOptions): Promise<void> {
  const { cells = 8, capacity = wholeCkb(65n), reserve } = options
  const capacities = [...Array.from({ length: cells }, () => capacity), ...(reserve ? [reserve] : [])]
  if (capacities.length === 0) return
  const { address } = ctx.chain.platform
  await chain.fundMany(capacities.map((shannons) => ({ address, shannons })))
  await follow()
}

/**
 * The same platform, whose node answers to each transaction that is sent what a test wants: nothing of it reaches the
 * chain.
 */
export function whenSending<A extends Actor>(ctx: Context<A>, answer: () => Promise<unknown>): Context<A> {
  const { rpc } = ctx.chain
  const call = <T>(method: string, params?: unknown[]) =>
    method === "send_transaction" ? (answer() as Promise<T>) : rpc.call<T>(method, params)
  return { ...ctx, chain: { ...ctx.chain, rpc: { ...rpc, call } } }
}

/** Counts how often the platform's key is used, from now or the last restart on, until it is stopped. */
export function countSignatures(ctx: Context): { count(): number; restart(): void; stop(): void } {
  const before = ctx.chain
  const { signer } = before
  let signatures = 0
  const sign: typeof signer.sign = (tx) => {
    signatures++
    signer.sign(tx)
  }
  ctx.chain = { ...before, signer: { ...signer, sign } }
  return {
    count: () => signatures,
    restart: () => {
      signatures = 0
    },
    stop: () => {
      ctx.chain = before
    },
  }
}

/** The same platform, whose node has a thousand blocks that the database does not have. */
export function farBehind<A extends Actor>(ctx: Context<A>): Context<A> {
  const { rpc } = ctx.chain
  const batch = async <T>(calls: RpcCall[]): Promise<T[]> => {
    const answers = await rpc.batch<T>(calls)
    const ahead = ({ number }: { number: string }) =>
      ({ number: `0x${(BigInt(number) + 1_000n).toString(16)}`, hash: `0x${"77".repeat(32)}` }) as T
    return answers.map((answer, i) =>
      calls[i]?.method === "get_tip_header" ? ahead(answer as { number: string }) : answer,
    )
  }
  return { ...ctx, chain: { ...ctx.chain, rpc: { ...rpc, batch } } }
}

/** The node says that it has the transaction, and forgets it. */
export const forgets = async () => ({})

/**
 * Opens so many connections to the database. Each is otherwise opened by the first request that needs it, on a busy
 * machine so slowly that requests of one instant come one after another, and nothing races.
 */
export async function openConnections({ db }: Context, count: number): Promise<void> {
  await Promise.all(Array.from({ length: count }, () => db.$queryRaw`SELECT FROM pg_sleep(0.2)`))
}
