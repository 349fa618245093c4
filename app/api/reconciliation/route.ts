import { getReconciliation as contract, reconciliationJson } from "@/lib/http/api/service"
import { endpoint } from "@/lib/http/methods"
import { reconcile } from "@/lib/reconciliation/reconcile"

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = endpoint(contract, async ({ ctx }) =>
  reconciliationJson(await reconcile(ctx)),
)
