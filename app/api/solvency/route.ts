import { listEpochs as contract, epochJson } from "@/lib/http/api/solvency"
import { endpoint } from "@/lib/http/methods"
import { pageJson } from "@/lib/http/paging"
import { listEpochs } from "@/lib/solvency/query"

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = endpoint(contract, async ({ ctx, query }) =>
  pageJson(await listEpochs(ctx, query), (epoch) => epochJson(epoch, ctx.chain.platform.address)),
)
