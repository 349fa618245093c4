import { scriptHash } from "@/lib/chain/decode"
import type { Context } from "@/lib/context"
import { ValidationError } from "@/lib/errors"
import type { Hex } from "@/lib/hex"
import type { RpcBody } from "./api/rpc"

/**
 * Cells are listed, page by page, of the platform alone: this server walks through nobody else's for strangers.
 *
 * @throws ValidationError
 */
export function requireOwnCells({ chain }: Pick<Context, "chain">, { method, params }: RpcBody): void {
  if (method !== "get_cells" && method !== "get_transactions") return
  const [{ script, script_type: type }] = params
  if (type !== "lock") return
  const lockHash = scriptHash({
    codeHash: script.code_hash as Hex,
    hashType: script.hash_type,
    args: script.args as Hex,
  })
  if (lockHash !== chain.platform.lockHash)
    throw ValidationError.field("params", "Only the platform's own cells are listed here. Ask a node of your own.")
}
