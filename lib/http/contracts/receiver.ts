import { z } from "zod"
import { contract } from "../contract"
import { incomeReply, ledgerReply, payoutSettingsReply } from "../replies"
import { addressParams, entriesCsvQuery, idParams, incomeQuery, payoutSettingsBody } from "../schemas"

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

export const exportEntries = contract({
  method: "GET",
  path: "/api/account/{address}/entries.csv",
  summary: "All entries of this address that the filters let through, newest first, as a table",
  access: "party",
  limit: "read",
  params: addressParams,
  query: entriesCsvQuery,
  stream: "text/csv",
  reply: z.string(),
})

export const getLedger = contract({
  method: "GET",
  path: "/api/payment/{id}/ledger",
  summary: "What the ledger has booked for a payment",
  access: "payer",
  limit: "read",
  params: idParams,
  reply: ledgerReply,
  errors: ["NOT_FOUND"],
})
