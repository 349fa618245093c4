import {
  approvePayout as approveContract,
  awaitingJson,
  decidedJson,
  getAwaiting as listContract,
} from "@/lib/http/api/approval"
import { methods } from "@/lib/http/methods"
import { route } from "@/lib/http/route"
import { approvePayout, openApprovals } from "@/lib/operator/approve-payout"
import { openProposals } from "@/lib/operator/four-eyes"
import { awaitingApproval } from "@/lib/settlement/payable"

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods(listContract, {
  GET: route(listContract, async ({ ctx }) =>
    awaitingJson(await awaitingApproval(ctx), {
      aloneLimit: ctx.config.fourEyes,
      approvals: await openApprovals(ctx),
      proposals: await openProposals(ctx),
    }),
  ),
  POST: route(approveContract, async ({ ctx, body }) => decidedJson(await approvePayout(ctx, body))),
})
