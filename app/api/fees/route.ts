import { getFees as contract, feesJson } from "@/lib/http/api/fees"
import { endpoint } from "@/lib/http/methods"
import { feeBalance, revenueByDay } from "@/lib/ledger/fees"

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = endpoint(contract, async ({ ctx, query }) => {
  const [balance, days] = await Promise.all([feeBalance(ctx), revenueByDay(ctx, query.days)])
  return feesJson(balance, days)
})
