import { listPauses as listContract, pause as pauseContract, pauseJson } from "@/lib/http/api/pause"
import { methods } from "@/lib/http/methods"
import { route } from "@/lib/http/route"
import { pauseByOperator } from "@/lib/operator/pause-and-resume"
import { listPauses } from "@/lib/operator/query"

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods(listContract, {
  GET: route(listContract, async ({ ctx }) => (await listPauses(ctx)).map(pauseJson)),
  POST: route(pauseContract, async ({ ctx, body }) => {
    await pauseByOperator(ctx, { ...body })
  }),
})
