import { prepareWithdrawal as contract, preparedWithdrawalJson } from "@/lib/http/api/withdrawal"
import { stillThere } from "@/lib/http/idempotency"
import { endpoint } from "@/lib/http/methods"
import { prepareWithdrawal } from "@/lib/withdrawal/prepare"
import { readPreparedWithdrawal } from "@/lib/withdrawal/prepared"

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = endpoint(
  contract,
  async ({ ctx, body }) => preparedWithdrawalJson(await prepareWithdrawal(ctx, body)),
  {
    keep: ({ withdrawal_id }) => withdrawal_id,
    recall: async (ctx, id) => preparedWithdrawalJson(stillThere(await readPreparedWithdrawal(ctx, BigInt(id)))),
  },
)
