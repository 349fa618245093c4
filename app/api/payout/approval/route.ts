import { approvePayout as approveContract, getAwaiting as listContract } from "@/lib/http/contracts/operator"
import { methods } from "@/lib/http/methods"
import { awaitingJson } from "@/lib/http/operator-json"
import { route } from "@/lib/http/route"
import { approvePayout } from "@/lib/operator/approve-payout"
import { awaitingApproval } from "@/lib/settlement/payable"

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods(listContract, {
  GET: route(listContract, async ({ ctx }) => awaitingJson(await awaitingApproval(ctx))),
  POST: route(approveContract, async ({ ctx, body }) => {
    await approvePayout(ctx, { ...body, actor: "operator" })
  }),
})
