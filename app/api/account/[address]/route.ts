import { parseAddress } from "@/lib/chain/address"
import { getAccount as contract } from "@/lib/http/contracts/money"
import { endpoint } from "@/lib/http/methods"
import { getAccount } from "@/lib/receiver/account"
import { withdrawalMethodOf } from "@/lib/withdrawal/method"
import { topUpThreshold } from "@/lib/withdrawal/top-up"

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = endpoint(contract, async ({ ctx, params }) => {
  const party = await parseAddress(ctx.chain, params.address)
  const account = await getAccount(ctx, party)
  const threshold = (await topUpThreshold(ctx, party, account.ownThreshold)) ?? account.threshold
  return {
    address: party.address,
    pending: account.pending.toString(),
    available: account.available.toString(),
    settling: account.settling.toString(),
    paid: account.paid.toString(),
    threshold: threshold.toString(),
    payouts_paused: account.payoutsPaused,
    next_settlement_at: account.nextSettlementAt?.toISOString() ?? null,
    withdrawal: await withdrawalMethodOf(ctx.chain, party),
  }
})
