import { z } from "zod"
import { contract } from "../contract"
import {
  auditReply,
  awaitingReply,
  confirmedReply,
  decidedReply,
  endedReply,
  feesDecidedReply,
  feesReply,
  operationReply,
  pauseReply,
  planReply,
  poolOperationReply,
  ranJobReply,
  usageReply,
} from "../operator-replies"
import {
  approvalBody,
  auditQuery,
  changePoolBody,
  confirmBody,
  dayLimitBody,
  endBody,
  feesQuery,
  idParams,
  jobParams,
  operationsQuery,
  pauseBody,
  planFeesBody,
  planPoolBody,
  reasonBody,
  usageQuery,
  withdrawFeesBody,
} from "../operator-schemas"

export const planPool = contract({
  method: "POST",
  path: "/api/pool/plan",
  summary: "What adding or merging cells would do and cost. Nothing is signed.",
  access: "operate",
  body: planPoolBody,
  reply: planReply,
  errors: ["STATE_MISMATCH", "INSUFFICIENT_BALANCE", "CHAIN_ERROR"],
})

export const changePool = contract({
  method: "POST",
  path: "/api/pool/change",
  summary: "Add or merge cells, exactly as a plan said",
  access: "operate",
  body: changePoolBody,
  status: 201,
  reply: operationReply,
  errors: ["STATE_MISMATCH", "INSUFFICIENT_BALANCE", "CHAIN_ERROR", "PAUSED", "CATCHING_UP", "SCHEMA_NEWER"],
})

export const listPoolOperations = contract({
  method: "GET",
  path: "/api/pool/operation",
  summary: "Transactions of the platform's own cells, newest first",
  access: "look",
  paged: true,
  query: operationsQuery,
  reply: z.array(poolOperationReply),
})

export const getUsage = contract({
  method: "GET",
  path: "/api/pool/usage",
  summary: "How the pool was used in the last hours, and whether it is low",
  access: "look",
  query: usageQuery,
  reply: usageReply,
})

export const getFees = contract({
  method: "GET",
  path: "/api/fees",
  summary: "What the platform has earned and paid to the network, in total and by day",
  access: "look",
  query: feesQuery,
  reply: feesReply,
})

export const planFees = contract({
  method: "POST",
  path: "/api/fees/plan",
  summary: "What taking out earned fees would do and cost. Nothing is signed.",
  access: "approve",
  body: planFeesBody,
  reply: planReply,
  errors: ["INSUFFICIENT_BALANCE", "CHAIN_ERROR", "NO_PLATFORM_CELL"],
})

export const withdrawFees = contract({
  method: "POST",
  path: "/api/fees/withdraw",
  summary: "Take out earned fees, exactly as a plan said; above what one operator decides alone, propose it",
  access: "approve",
  body: withdrawFeesBody,
  status: 201,
  reply: feesDecidedReply,
  errors: [
    "STATE_MISMATCH",
    "INSUFFICIENT_BALANCE",
    "CHAIN_ERROR",
    "NO_PLATFORM_CELL",
    "PAUSED",
    "CATCHING_UP",
    "SCHEMA_NEWER",
  ],
})

export const listPauses = contract({
  method: "GET",
  path: "/api/pause",
  summary: "What stands still and why: open pauses first, then the latest that have ended",
  access: "look",
  reply: z.array(pauseReply),
})

export const pause = contract({
  method: "POST",
  path: "/api/pause",
  summary: "Stop new payments, payouts or both",
  access: "operate",
  body: pauseBody,
  status: 204,
})

export const resume = contract({
  method: "POST",
  path: "/api/pause/{id}/resume",
  summary: "End a pause",
  access: "operate",
  params: idParams,
  body: reasonBody,
  status: 204,
  errors: ["NOT_FOUND"],
})

export const end = contract({
  method: "POST",
  path: "/api/admin/end",
  summary: "End a signed transaction that does not commit, by spending the platform's own cell of it",
  access: "operate",
  body: endBody,
  status: 202,
  reply: endedReply,
  errors: ["NOT_FOUND", "STATE_MISMATCH", "CHAIN_ERROR", "CATCHING_UP", "SCHEMA_NEWER"],
})

export const getAwaiting = contract({
  method: "GET",
  path: "/api/payout/approval",
  summary: "Who would be paid now were it not for the limits, the limits, open approvals and proposals",
  access: "look",
  reply: awaitingReply,
})

export const approvePayout = contract({
  method: "POST",
  path: "/api/payout/approval",
  summary: "Let one payout to a receiver pass, of this amount at most, within seven days; or propose it",
  access: "approve",
  body: approvalBody,
  reply: decidedReply,
})

export const raiseDayLimit = contract({
  method: "POST",
  path: "/api/payout/day-limit",
  summary: "Raise what may be paid out in a day, for the next 24 hours; or propose it",
  access: "approve",
  body: dayLimitBody,
  reply: decidedReply,
})

export const withdrawApproval = contract({
  method: "POST",
  path: "/api/payout/approval/{id}/withdraw",
  summary: "Take back an approval that no payout has used",
  access: "operate",
  params: idParams,
  body: reasonBody,
  status: 204,
  errors: ["NOT_FOUND"],
})

export const confirmProposal = contract({
  method: "POST",
  path: "/api/proposal/{id}/confirm",
  summary: "Do what another operator has proposed",
  access: "approve",
  params: idParams,
  body: confirmBody,
  reply: confirmedReply,
  errors: [
    "NOT_FOUND",
    "STATE_MISMATCH",
    "INSUFFICIENT_BALANCE",
    "CHAIN_ERROR",
    "NO_PLATFORM_CELL",
    "PAUSED",
    "CATCHING_UP",
  ],
})

export const withdrawProposal = contract({
  method: "POST",
  path: "/api/proposal/{id}/withdraw",
  summary: "Take back what an operator has proposed and nobody has confirmed",
  access: "operate",
  params: idParams,
  body: reasonBody,
  status: 204,
  errors: ["NOT_FOUND"],
})

export const listAudit = contract({
  method: "GET",
  path: "/api/audit",
  summary: "What was done and why, newest first",
  access: "look",
  paged: true,
  query: auditQuery,
  reply: z.array(auditReply),
})

export const runJob = contract({
  method: "POST",
  path: "/api/jobs/{id}/run",
  summary: "Run a background job now",
  access: "operate",
  params: jobParams,
  reply: ranJobReply,
  errors: ["NOT_FOUND"],
})
