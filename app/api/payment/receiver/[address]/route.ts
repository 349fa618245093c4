import { parseAddress } from "@/lib/chain/address"
import { listPaymentsOfReceiver as contract, paymentJson } from "@/lib/http/api/payment"
import { endpoint } from "@/lib/http/methods"
import { pageJson } from "@/lib/http/paging"
import { listPayments } from "@/lib/payment/query"

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = endpoint(contract, async ({ ctx, params, query }) => {
  const { lockHash } = await parseAddress(ctx.chain, params.address)
  return pageJson(await listPayments(ctx, { ...query, receiverLockHash: lockHash }), paymentJson)
})
