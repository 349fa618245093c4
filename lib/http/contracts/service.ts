import { z } from "zod"
import { contract } from "../contract"
import { loginBody } from "../operator-schemas"
import { configReply, faucetReply, healthReply, jobsReply, mineReply, readyReply, sessionReply } from "../replies"
import { faucetBody, mineBody } from "../schemas"

export const getConfig = contract({
  method: "GET",
  path: "/api/config",
  summary: "What a client needs to know",
  access: "public",
  limit: "read",
  cors: true,
  reply: configReply,
})

export const getHealth = contract({
  method: "GET",
  path: "/api/health",
  summary: "Whether the process answers",
  access: "public",
  reply: healthReply,
})

export const getReady = contract({
  method: "GET",
  path: "/api/ready",
  summary:
    "Whether payments can be taken: database, node, pool and jobs. 503 says what to mend. Looked at once a second.",
  access: "public",
  limit: "probe",
  reply: readyReply,
})

export const getOpenApi = contract({
  method: "GET",
  path: "/api/openapi.json",
  summary: "This document",
  access: "public",
  cors: true,
  reply: z.looseObject({ openapi: z.string() }),
})

export const getJobs = contract({
  method: "GET",
  path: "/api/jobs",
  summary: "Background jobs, their last run and their next",
  access: "look",
  limit: "read",
  reply: jobsReply,
})

export const logIn = contract({
  method: "POST",
  path: "/api/admin/login",
  summary:
    "Begin an operator's session, kept in a cookie. SECOND_FACTOR_NEEDED: the password is right, send the code too.",
  access: "public",
  body: loginBody,
  status: 204,
  errors: ["UNAUTHORIZED", "FORBIDDEN", "SECOND_FACTOR_NEEDED", "RATE_LIMITED"],
})

export const logOut = contract({
  method: "POST",
  path: "/api/admin/logout",
  summary: "End the operator's session, on the server too",
  access: "public",
  status: 204,
  errors: ["FORBIDDEN"],
})

export const getSession = contract({
  method: "GET",
  path: "/api/admin/session",
  summary: "Whether the caller is an operator, which, and what they may do",
  access: "public",
  reply: sessionReply,
})

export const faucet = contract({
  method: "POST",
  path: "/api/dev/faucet",
  summary: "Devnet: get CKB, up to 100,000 a call",
  access: "devnet",
  body: faucetBody,
  reply: faucetReply,
  errors: ["CHAIN_ERROR"],
})

export const mine = contract({
  method: "POST",
  path: "/api/dev/mine",
  summary: "Devnet: make blocks",
  access: "devnet",
  body: mineBody,
  reply: mineReply,
  errors: ["CHAIN_ERROR"],
})

export const getMetrics = contract({
  method: "GET",
  path: "/api/metrics",
  summary: "Metrics in Prometheus' text format",
  access: "reader",
  limit: "probe",
  text: true,
  reply: z.string(),
})
