import type { Hex } from "@/lib/hex"
import { type Shannons, shannons } from "@/lib/money"
import type { Chain } from "./chain"

/**
 * What a transaction must pay to replace one that the node has in its pool: all that it replaces and 1.5 shannons a
 * byte more (ckb, `get_transaction.min_replace_fee` in rpc/README.md).
 *
 * @returns shannons; zero when the node does not have the other one, so that nothing has to be replaced
 */
export async function minReplaceFee(chain: Chain, txHash: Hex): Promise<Shannons> {
  const reply = await chain.rpc.call<{ min_replace_fee?: Hex | null }>("get_transaction", [txHash])
  return shannons(BigInt(reply.min_replace_fee ?? 0))
}
