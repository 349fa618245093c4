import { parseAddress } from "@/lib/chain/address"
import { exportPayouts as contract } from "@/lib/http/api/receiver"
import { attachment } from "@/lib/http/attachment"
import { endpoint } from "@/lib/http/methods"
import { payoutsCsv } from "@/lib/settlement/received-csv"

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = endpoint(contract, async ({ ctx, params, headers }) => {
  const { address, lockHash } = await parseAddress(ctx.chain, params.address)
  headers.set("content-disposition", attachment("payouts", address))
  return payoutsCsv(ctx, lockHash)
})
