import {
  listSettlements as listContract,
  payoutsStartedJson,
  settleNow as settleContract,
  settlementJson,
} from "@/lib/http/api/settlement"
import { methods } from "@/lib/http/methods"
import { pageJson } from "@/lib/http/paging"
import { route } from "@/lib/http/route"
import { settleNow } from "@/lib/operator/settle-now"
import { listSettlements } from "@/lib/settlement/query"

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods(listContract, {
  GET: route(listContract, async ({ ctx, query }) => pageJson(await listSettlements(ctx, query), settlementJson)),
  POST: route(settleContract, async ({ ctx, body }) => payoutsStartedJson(await settleNow(ctx, body.reason))),
})
