import { parseAddress } from "@/lib/chain/address"
import { exportEntries as contract } from "@/lib/http/api/receiver"
import { attachment } from "@/lib/http/attachment"
import { endpoint } from "@/lib/http/methods"
import { entriesCsv } from "@/lib/receiver/entries-csv"

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = endpoint(
  contract,
  async ({ ctx, params, query, headers }) => {
    const { address, lockHash } = await parseAddress(ctx.chain, params.address)
    headers.set("content-disposition", attachment("income", address))
    return entriesCsv(ctx, lockHash, query)
  },
)
