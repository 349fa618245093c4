import { getOverview as contract, overviewJson } from "@/lib/http/api/overview"
import { endpoint } from "@/lib/http/methods"
import { inngestAnswers } from "@/lib/jobs/inngest-server"
import { readOverview } from "@/lib/operator/overview"

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = endpoint(contract, async ({ ctx }) =>
  overviewJson(await readOverview(ctx), await inngestAnswers(ctx)),
)
