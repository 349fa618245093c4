import { parseAddress } from "@/lib/chain/address"
import { accountJson, getAccount as contract } from "@/lib/http/api/receiver"
import { endpoint } from "@/lib/http/methods"
import { getAccount } from "@/lib/receiver/account"
import { withdrawalMethodOf } from "@/lib/withdrawal/method"
import { topUpThreshold } from "@/lib/withdrawal/top-up"

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = endpoint(contract, async ({ ctx, params }) => {
  const party = await parseAddress(ctx.chain, params.address)
  const account = await getAccount(ctx, party)
  const threshold = (await topUpThreshold(ctx, party, account.ownThreshold)) ?? account.threshold
  return accountJson(account, {
    address: party.address,
    threshold,
    withdrawal: await withdrawalMethodOf(ctx.chain, party),
  })
})
