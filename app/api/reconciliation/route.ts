import { getReconciliation as contract } from "@/lib/http/contracts/money"
import { endpoint } from "@/lib/http/methods"
import { reconcile } from "@/lib/reconciliation/reconcile"

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = endpoint(contract, async ({ ctx }) => {
  const { ok, block, pool, owed } = await reconcile(ctx)
  return {
    ok,
    block: { number: Number(block.number), hash: block.hash },
    pool: { chain: `${pool.chain}`, ledger: `${pool.ledger}`, difference: `${pool.difference}` },
    owed: { entries: `${owed.entries}`, ledger: `${owed.ledger}`, difference: `${owed.difference}` },
  }
})
