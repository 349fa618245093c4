import { readChain as contract } from "@/lib/http/api/rpc"
import { endpoint } from "@/lib/http/methods"
import { requireOwnCells } from "@/lib/http/own-cells"
import { readInPlace } from "@/lib/http/read-in-place"

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = endpoint(contract, async ({ ctx, request, body }) => {
  requireOwnCells(ctx, body)
  return { jsonrpc: "2.0" as const, id: body.id, result: await readInPlace(ctx, request, body) }
})
