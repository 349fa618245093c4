import { submitWithdrawal as contract, submittedWithdrawalJson } from "@/lib/http/api/withdrawal"
import { endpoint } from "@/lib/http/methods"
import { submitWithdrawal } from "@/lib/withdrawal/submit"

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = endpoint(contract, async ({ ctx, body }) =>
  submittedWithdrawalJson(await submitWithdrawal(ctx, { withdrawalId: body.withdrawal_id, rawTx: body.raw_tx })),
)
