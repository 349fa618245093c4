import { contract } from "../contract"
import { incomeReply, payoutSettingsReply } from "../replies"
import { addressParams, incomeQuery, payoutSettingsBody } from "../schemas"

export const getPayoutSettings = contract({
  method: "GET",
  path: "/api/account/{address}/payout-settings",
  summary: "When this address is paid by itself",
  access: "party",
  limit: "read",
  params: addressParams,
  reply: payoutSettingsReply,
})

export const setPayoutSettings = contract({
  method: "POST",
  path: "/api/account/{address}/payout-settings",
  summary: "Change when this address is paid by itself. Its owner must have signed in with their wallet.",
  access: "owner",
  limit: "write",
  params: addressParams,
  body: payoutSettingsBody,
  reply: payoutSettingsReply,
})

export const getIncome = contract({
  method: "GET",
  path: "/api/account/{address}/income",
  summary: "What this address has earned by day",
  access: "party",
  limit: "read",
  params: addressParams,
  query: incomeQuery,
  reply: incomeReply,
})
