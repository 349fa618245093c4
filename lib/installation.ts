import { ConfigError } from "./config"
import type { Context } from "./context"
import { fromHex, toHex } from "./hex"

/**
 * Binds a new database to its chain and key at the first boot, and refuses any other afterwards: debts of a test chain
 * must not be paid in real CKB, and money under another key is not this pool's.
 *
 * @throws ConfigError that says which of the two differs
 */
export async function checkInstallation(ctx: Pick<Context, "db" | "chain">): Promise<void> {
  const { genesisHash, platform, network } = ctx.chain
  await ctx.db.$executeRaw`
    INSERT INTO installation (id, network, genesis_hash, platform_lock_hash)
    VALUES (1, ${network}, ${fromHex(genesisHash)}, ${fromHex(platform.lockHash)}) ON CONFLICT DO NOTHING`
  const known = await ctx.db.installation.findUniqueOrThrow({ where: { id: 1 } })
  if (toHex(known.genesisHash) !== genesisHash) {
    throw new ConfigError(
      `This database belongs to the ${known.network} chain with genesis ${toHex(known.genesisHash)}, but the node's is ${genesisHash}. ` +
        "Nothing was changed. Use the node it was made with, or another database.",
    )
  }
  if (toHex(known.platformLockHash) !== platform.lockHash) {
    throw new ConfigError(
      "This database belongs to another platform key. Nothing was changed. Use the key it was made with, or another database.",
    )
  }
}
