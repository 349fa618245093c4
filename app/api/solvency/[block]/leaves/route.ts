import { getLeaves as contract } from "@/lib/http/api/solvency"
import { endpoint } from "@/lib/http/methods"
import { getFile } from "@/lib/solvency/query"

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = endpoint(contract, ({ ctx, params }) =>
  getFile(ctx, params.block, "leaves"),
)
