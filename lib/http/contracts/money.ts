import { z } from "zod"
import { contract } from "../contract"
import {
  accountReply,
  payoutsStartedReply,
  poolReply,
  receivedEntryReply,
  reconciliationReply,
  settlementReply,
} from "../replies"
import { addressParams, entriesQuery, idParams, poolQuery, settlementsQuery } from "../schemas"

export const getAccount = contract({
  method: "GET",
  path: "/api/account/{address}",
  summary: "What this address is owed and was paid",
  access: "party",
  limit: "read",
  cors: true,
  params: addressParams,
  reply: accountReply,
})

export const listEntries = contract({
  method: "GET",
  path: "/api/account/{address}/entries",
  summary: "The entries of this address, newest first",
  access: "party",
  limit: "read",
  cors: true,
  paged: true,
  params: addressParams,
  query: entriesQuery,
  reply: z.array(receivedEntryReply),
})

export const listSettlements = contract({
  method: "GET",
  path: "/api/settlement",
  summary: "Settlements with what they paid, newest first",
  access: "reader",
  limit: "read",
  paged: true,
  query: settlementsQuery,
  reply: z.array(settlementReply),
})

export const getSettlement = contract({
  method: "GET",
  path: "/api/settlement/{id}",
  summary: "A settlement with what it paid",
  access: "reader",
  limit: "read",
  params: idParams,
  reply: settlementReply,
  errors: ["NOT_FOUND"],
})

export const settleNow = contract({
  method: "POST",
  path: "/api/settlement",
  summary: "Pay everybody who is owed enough, now",
  access: "operate",
  limit: "write",
  idempotent: true,
  status: 202,
  reply: payoutsStartedReply,
  errors: ["CHAIN_ERROR", "PAUSED", "CATCHING_UP", "SCHEMA_NEWER"],
})

export const getPool = contract({
  method: "GET",
  path: "/api/pool",
  summary: "The platform's live cells, and what holds them",
  access: "look",
  limit: "read",
  paged: true,
  query: poolQuery,
  reply: poolReply,
})

export const getReconciliation = contract({
  method: "GET",
  path: "/api/reconciliation",
  summary: "Whether the platform's cells on chain hold exactly what the ledger says, at one block",
  access: "look",
  limit: "read",
  reply: reconciliationReply,
  errors: ["CHAIN_ERROR"],
})
