import { parseAddress } from "@/lib/chain/address"
import { payoutSettingsJson, getPayoutSettings as read, setPayoutSettings as set } from "@/lib/http/api/receiver"
import { methods } from "@/lib/http/methods"
import { route } from "@/lib/http/route"
import { readPayoutTerms } from "@/lib/receiver/payout-terms"
import { setPayoutTerms } from "@/lib/receiver/set-payout-terms"

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = methods(read, {
  GET: route(read, async ({ ctx, params }) =>
    payoutSettingsJson(await readPayoutTerms(ctx, await parseAddress(ctx.chain, params.address))),
  ),
  POST: route(set, async ({ ctx, params, body }) =>
    payoutSettingsJson(await setPayoutTerms(ctx, await parseAddress(ctx.chain, params.address), body)),
  ),
})
