import { parseAddress } from "@/lib/chain/address"
import { listPaymentsOfReceiver as contract } from "@/lib/http/contracts/payment"
import { paymentPage } from "@/lib/http/lists"
import { endpoint } from "@/lib/http/methods"

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = endpoint(contract, async (call) => {
  const { lockHash } = await parseAddress(call.ctx.chain, call.params.address)
  return paymentPage(call, { receiverLockHash: lockHash })
})
