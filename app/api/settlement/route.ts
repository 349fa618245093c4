import { listSettlements as listContract, settleNow } from "@/lib/http/contracts/money"
import { settlementJson } from "@/lib/http/json"
import { linkNext } from "@/lib/http/link"
import { methods } from "@/lib/http/methods"
import { route } from "@/lib/http/route"
import { listSettlements } from "@/lib/settlement/query"
import { settle } from "@/lib/settlement/settle"

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods(listContract, {
  GET: route(listContract, async ({ ctx, request, query, headers }) => {
    const page = await listSettlements(ctx, query)
    linkNext(request, headers, page.next)
    return page.items.map(settlementJson)
  }),
  POST: route(settleNow, async ({ ctx }) => {
    const { settlements } = await settle(ctx)
    return { settlements: settlements.map(Number) }
  }),
})
