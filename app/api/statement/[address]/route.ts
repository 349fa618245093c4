import { parseAddress } from "@/lib/chain/address"
import { getStatement as contract, statementJson } from "@/lib/http/api/statement"
import { attachment } from "@/lib/http/attachment"
import { endpoint } from "@/lib/http/methods"
import { getStatement, monthText } from "@/lib/receiver/statement"
import { statementCsv } from "@/lib/receiver/statement-csv"

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = endpoint(
  contract,
  async ({ ctx, params, query: { month }, headers, asTable }) => {
    const { address, lockHash } = await parseAddress(ctx.chain, params.address)
    if (!asTable) return statementJson(address, month, await getStatement(ctx, lockHash, month))
    headers.set("content-disposition", attachment("statement", address, monthText(month)))
    return statementCsv(ctx, lockHash, month)
  },
)
