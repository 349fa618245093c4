import { faucet } from "@/lib/chain/faucet"
import { faucet as contract } from "@/lib/http/api/service"
import { endpoint } from "@/lib/http/methods"

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = endpoint(contract, async ({ ctx, body }) => {
  const { txHash } = await faucet(ctx.chain, body)
  return { tx_hash: txHash }
})
