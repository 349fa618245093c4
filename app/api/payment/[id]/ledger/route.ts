import { getLedger as contract } from "@/lib/http/contracts/receiver"
import { endpoint } from "@/lib/http/methods"
import { ledgerOfPayment } from "@/lib/ledger/of-payment"

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = endpoint(contract, async ({ ctx, params }) => {
  const lines = await ledgerOfPayment(ctx, params.id)
  return lines.map(({ id, group, event, account, receiver, amount, createdAt }) => ({
    id: Number(id),
    group: Number(group),
    event,
    account,
    receiver,
    amount: amount.toString(),
    created_at: createdAt.toISOString(),
  }))
})
