import { ccc } from "@ckb-ccc/core"
import { ChainError } from "@/lib/errors"
import type { Hex } from "@/lib/hex"
import type { Chain } from "./chain"
import { RpcError } from "./rpc"

/**
 * The hashes that the second node has at these heights; heights that it has not reached are left out.
 *
 * @throws ChainError when it does not answer, or is a node of another chain
 */
export async function hashesAt({ check, genesisHash }: Chain, numbers: bigint[]): Promise<Map<bigint, Hex>> {
  if (!check) throw new Error("there is no second node")
  const [genesis, ...hashes] = await check
    .batch<Hex | null>([0n, ...numbers].map((number) => ({ method: "get_block_hash", params: [ccc.numToHex(number)] })))
    .catch((error: unknown) => {
      // Whatever its objection to the question, it has not agreed.
      throw error instanceof RpcError ? new ChainError(`The second node refused: ${error.message}`) : error
    })
  if (genesis !== genesisHash) throw new ChainError("The second node is one of another chain.")
  return new Map(numbers.flatMap((number, i) => (hashes[i] ? [[number, hashes[i]] as const] : [])))
}
