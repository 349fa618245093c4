import { listPauses as listContract, pause as pauseContract } from "@/lib/http/contracts/operator"
import { methods } from "@/lib/http/methods"
import { pauseJson } from "@/lib/http/operator-json"
import { route } from "@/lib/http/route"
import { pauseByOperator } from "@/lib/operator/pause"
import { listPauses } from "@/lib/operator/query"

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods(listContract, {
  GET: route(listContract, async ({ ctx }) => (await listPauses(ctx)).map(pauseJson)),
  POST: route(pauseContract, async ({ ctx, body, operator }) => {
    await pauseByOperator(ctx, { ...body, actor: operator.actor })
  }),
})
