import { endTransaction as contract } from "@/lib/http/api/operator"
import { endpoint } from "@/lib/http/methods"
import { endTransaction } from "@/lib/operator/end-transaction"
import { ownerOf } from "@/lib/transaction/owner"

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = endpoint(contract, async ({ ctx, body }) => {
  const { kind, id, reason } = body
  return { tx_hash: await endTransaction(ctx, ownerOf({ kind, id }), reason) }
})
