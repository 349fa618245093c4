import type { ccc } from "@ckb-ccc/core"
import { cccA } from "@ckb-ccc/core/advanced"
import { createChain } from "@/lib/chain/chain"
import { loadConfig } from "@/lib/config"
import type { Context } from "@/lib/context"
import { connectDatabase } from "@/lib/db"
import type { Hex } from "@/lib/hex"
import { checkInstallation } from "@/lib/installation"
import { createLogger } from "@/lib/log"
import { sum } from "@/lib/money"
import { forgetHolds } from "@/lib/pool/take-hold"
import { Secret } from "@/lib/secret"
import { catchUp } from "@/lib/tracking/follow"
import type { TestContext } from "@/test/support/actors"
import { RpcFailure, type TestChain } from "@/test/support/chain"
import { createDatabase, runAsOwner } from "@/test/support/postgres"
import { ChainWatch } from "./chain-watch"
import { type Coin, createPerson, type Person, spend } from "./people"

export const CONFIRMATIONS = 2
const CKB = 100_000_000n
const POOL = [...Array.from({ length: 16 }, () => 65n * CKB), 1_000n * CKB]
const SENDER_CELLS = [400n * CKB, 300n * CKB, 150n * CKB]
const RECEIVER_CELLS = [100n * CKB]
const OUTSIDER_CELLS = [2_000n * CKB]
const DONATION = 20_000_000n * CKB

/** A platform and its people on a chain, as every run begins: nobody owes anything. */
export interface Stage {
  chain: TestChain
  ctx: TestContext
  senders: Person[]
  receivers: Person[]
  /** Somebody who has nothing to do with the platform, and may give it something */
  outsider: Person
  /** The cells that everybody begins with */
  start: (Coin & { lockHash: Hex })[]
  /** shannons per 1,000 bytes that the network asks */
  fees: { rate: bigint }
  watch: ChainWatch
  /** The block that no reorganisation goes below */
  base: number
  mine(blocks: number): Promise<void>
  /** Hands a transaction to the node. @returns what it said if it refused */
  send(tx: ccc.Transaction): Promise<string | undefined>
}

/**
 * One chain, one database and its connections for all runs of a worker. A run has people and a platform key of its own,
 * and begins with a database whose rows are gone: that costs some milliseconds, where new ones would cost seconds.
 */
export interface World {
  begin(): Promise<Stage>
  stop(): Promise<void>
}

export async function createWorld(chain: TestChain): Promise<World> {
  const database = await createDatabase()
  const config = loadConfig({
    DATABASE_URL: database.url,
    CKB_RPC_URL: chain.rpcUrl,
    CKB_SCRIPTS: JSON.stringify(chain.scripts),
    PLATFORM_KEY: `0x${"11".repeat(32)}`,
    ADMIN_PASSWORD: "test password",
    CONFIRMATIONS: String(CONFIRMATIONS),
    HOLD_SECONDS: "3600",
    POOL_CELLS: String(POOL.length),
    LOG_LEVEL: "silent",
  })
  const db = connectDatabase(config.databaseUrl.reveal(), 12)
  const known = await createChain(config)
  const { client } = known
  const donor = await createPerson(client, "the donor")
  const gift = await chain.fund(donor.address, DONATION)
  let purse: Coin = { outPoint: `${gift}:0`, capacity: DONATION }
  let runs = 0

  const send = async (tx: ccc.Transaction) => {
    try {
      await chain.rpc("send_transaction", cccA.JsonRpcTransformers.transactionFrom(tx), "passthrough")
      return undefined
    } catch (error) {
      if (error instanceof RpcFailure) return error.message
      throw error
    }
  }
  const mine = async (blocks: number) => {
    // The devnet's pool and index are there with the block; a real node's follow it.
    if (chain.name === "node") return chain.mine(blocks)
    for (let made = 0; made < blocks; made++) await chain.rpc("generate_block")
  }
  const give = async (cells: { lock: ccc.Script; capacity: bigint }[]) => {
    const left = purse.capacity - sum(cells.map(({ capacity }) => capacity)) - 100_000n
    const tx = await spend(client, donor, [purse], [...cells, { lock: donor.lock, capacity: left }])
    const refusal = await send(tx)
    if (refusal) throw new Error(`the people of the model cannot be funded: ${refusal}`)
    purse = { outPoint: `${tx.hash()}:${cells.length}`, capacity: left }
    if (chain.name === "devnet") await mine(3)
    else await chain.commit(tx.hash())
    return cells.map(({ capacity, lock }, index) => ({
      outPoint: `${tx.hash()}:${index}`,
      capacity,
      lockHash: lock.hash(),
    }))
  }

  return {
    begin: async () => {
      runs += 1
      const people = (names: string[]) => Promise.all(names.map((name) => createPerson(client, `${name} ${runs}`)))
      const [platform, outsider] = (await people(["the platform", "an outsider"])) as [Person, Person]
      const [senders, receivers] = [await people(["Anna", "Bela", "Cora", "Dora"]), await people(["Xu", "Yan", "Zoe"])]
      const cells = ({ lock }: Person, capacities: bigint[]) => capacities.map((capacity) => ({ lock, capacity }))
      const start = await give([
        ...senders.flatMap((person) => cells(person, SENDER_CELLS)),
        ...receivers.flatMap((person) => cells(person, RECEIVER_CELLS)),
        ...cells(outsider, OUTSIDER_CELLS),
        ...cells(platform, POOL),
      ])
      const fees = { rate: 1_500n }
      const ctx: TestContext = {
        actor: { kind: "command" },
        config: { ...config, platformKey: new Secret(platform.key) },
        db,
        chain: {
          ...known,
          signer: platform.signer,
          platform: { address: platform.address, lockHash: platform.lockHash },
          // Not the chain's own, which would make a run depend on the runs before.
          feeRate: async () => fees.rate,
        },
        log: createLogger(config.logLevel),
      }
      await wipe(ctx)
      await checkInstallation(ctx)
      await catchUp(ctx)
      const tip = await chain.rpc<{ number: Hex; hash: Hex }>("get_tip_header")
      const base = { number: Number(tip.number), hash: tip.hash }
      const watch = new ChainWatch(chain.rpc, base)
      return { chain, ctx, senders, receivers, outsider, start, fees, watch, base: base.number, mine, send }
    },
    stop: async () => {
      await db.$disconnect()
      await database.drop()
    },
  }
}

/** Empties every table, also those that are append-only: as a replica, a session fires no trigger. */
async function wipe(ctx: Context): Promise<void> {
  forgetHolds()
  await runAsOwner(
    ctx.config.databaseUrl.reveal(),
    `DO $$
    DECLARE tables TEXT;
    BEGIN
      SELECT string_agg(format('%I', tablename), ', ') INTO tables FROM pg_tables
        WHERE schemaname = 'public' AND tablename <> '_prisma_migrations';
      PERFORM set_config('session_replication_role', 'replica', true);
      EXECUTE 'TRUNCATE ' || tables || ' RESTART IDENTITY';
      ALTER SEQUENCE "ledger_group" RESTART;
    END $$`,
  )
}
