import { getTotalOfInfo, getTotals, totalJson } from "@/lib/http/api/totals"
import { methods } from "@/lib/http/methods"
import { route } from "@/lib/http/route"
import { totalsOf } from "@/lib/payment/totals"

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods(getTotalOfInfo, {
  GET: route(getTotalOfInfo, async ({ ctx, query, project }) => {
    const [total] = await totalsOf(ctx, "info", [query.info], { projectId: project, status: "complete" })
    if (!total) throw new Error("there is a total for each key")
    return totalJson(total)
  }),
  POST: route(getTotals, async ({ ctx, body, project }) => {
    const { by, keys, ...filter } = body
    return (await totalsOf(ctx, by, keys, { projectId: project, ...filter })).map(totalJson)
  }),
})
