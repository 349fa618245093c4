import { getConfig as contract } from "@/lib/http/contracts/service"
import { endpoint } from "@/lib/http/methods"

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = endpoint(
  contract,
  async ({ ctx: { config, chain } }) => ({
    network: config.network,
    rpc_url: config.publicRpcUrl,
    platform_address: chain.platform.address,
    platform_fee_bps: Number(config.feeBps),
    min_withdrawal: config.minWithdrawal.toString(),
    confirmations: config.confirmations,
    hold_seconds: config.holdSeconds,
    genesis_hash: chain.genesisHash,
    scripts: config.scripts,
  }),
)
