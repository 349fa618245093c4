import { mine } from "@/lib/chain/faucet"
import { mine as contract } from "@/lib/http/api/service"
import { endpoint } from "@/lib/http/methods"

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = endpoint(contract, async ({ ctx, body }) => {
  const { tip } = await mine(ctx.chain, body.blocks)
  return { tip: Number(tip) }
})
