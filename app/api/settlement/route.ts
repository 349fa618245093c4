import { listSettlements as listContract, settleNow as settleContract } from "@/lib/http/contracts/money"
import { settlementJson } from "@/lib/http/json"
import { linkNext } from "@/lib/http/link"
import { methods } from "@/lib/http/methods"
import { route } from "@/lib/http/route"
import { settleNow } from "@/lib/operator/settle-now"
import { readSearch } from "@/lib/search"
import { listSettlements } from "@/lib/settlement/query"

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods(listContract, {
  GET: route(listContract, async ({ ctx, request, query, headers }) => {
    const page = await listSettlements(ctx, { ...query, search: await readSearch(ctx, query.search) })
    linkNext(request, headers, page.next)
    return page.items.map(settlementJson)
  }),
  POST: route(settleContract, async ({ ctx, operator }) => {
    const { settlements, withdrawals } = await settleNow(ctx, { actor: operator.actor })
    return { settlements: settlements.map(Number), withdrawals: withdrawals.map(Number) }
  }),
})
