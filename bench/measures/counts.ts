import { randomBytes } from "node:crypto"
import { createChain } from "@/lib/chain/chain"
import { loadConfig } from "@/lib/config"
import type { Context } from "@/lib/context"
import { connectDatabase } from "@/lib/db"
import { checkInstallation } from "@/lib/installation"
import { createLogger } from "@/lib/log"
import { catchUp } from "@/lib/tracking/follow"
import { migrate } from "@/scripts/migrate"
import { startThrowaway } from "@/scripts/postgres/throwaway"
import { startCkbNode, startDevnet } from "@/test/support/chain"
import { trafficOfHotPaths } from "../counts"
import type { Figures } from "../figures"
import { CELL } from "../stack"
import { listen } from "../wire"

const CELLS = 16

/** Statements and requests of the hot paths, in this process, on a platform and a chain of their own. */
export async function measureCounts(figures: Figures, chainName: "devnet" | "node"): Promise<void> {
  const postgres = await startThrowaway()
  const chain = await (chainName === "node" ? startCkbNode : startDevnet)()
  const wire = await listen(chain.rpcUrl)
  const databaseUrl = postgres.url("postgres")
  await migrate(databaseUrl)
  const config = loadConfig({
    DATABASE_URL: databaseUrl,
    CKB_RPC_URL: wire.nodeUrl,
    CKB_SCRIPTS: JSON.stringify(chain.scripts),
    PLATFORM_KEY: `0x${randomBytes(32).toString("hex")}`,
    ADMIN_PASSWORD: "benchmark",
  })
  const ctx: Context = {
    actor: { kind: "command" },
    config,
    db: connectDatabase(databaseUrl),
    chain: await createChain(config),
    log: createLogger("silent"),
  }
  try {
    await checkInstallation(ctx)
    const { address } = ctx.chain.platform
    await catchUp(ctx)
    await chain.fundMany(Array.from({ length: CELLS }, () => ({ address, shannons: CELL })))
    await catchUp(ctx)
    const traffic = await trafficOfHotPaths({ ctx, chain, wire })
    for (const [path, { statements, requests }] of Object.entries(traffic)) {
      figures.add(`${path}: statements`, "", statements.length)
      figures.add(`${path}: requests to the node`, "", requests.length)
    }
  } finally {
    await ctx.db.$disconnect()
    await wire.stop()
    await chain.stop()
    await postgres.discard()
  }
}
