import { z } from "zod"
import { AUDIT_ACTIONS } from "@/lib/audit"
import type { Config } from "@/lib/config"
import type { AuditRecord } from "@/lib/operator/query"
import { ROLES } from "@/lib/roles"
import { OWNER_KINDS } from "@/lib/transaction/owner"
import { contract } from "../contract"
import type { Operator } from "../operator"
import { hash, id, idSchema, page, period, reasonSchema, text, time } from "./fields"

const code = z
  .string()
  .transform((digits) => digits.replace(/\s/g, ""))
  .pipe(z.string().regex(/^\d{6}$/, "must have six digits"))
  .meta({ override: { type: "string", pattern: "^\\d{6}$" } })
const password = z.string().max(1_000)
export const loginBody = z.strictObject({
  name: z.string().max(32).default("admin").meta({ example: "admin" }),
  password,
  code: code.optional().meta({ description: "Of the second factor, where one is set up" }),
})
export const codeBody = z.strictObject({ code })
export const newPasswordBody = z.strictObject({ password, new_password: password })
export const sessionReply = z
  .object({
    operator: z.boolean(),
    name: z.string().nullable().meta({ example: "admin" }),
    roles: z.array(z.enum(ROLES)),
    second_factor: z
      .object({
        enrolled: z.boolean(),
        proven: z.boolean(),
        needed: z.boolean().meta({ description: "Where this runs, what moves money takes it" }),
      })
      .nullable(),
  })
  .meta({ id: "OperatorSession" })
export type SessionJson = z.infer<typeof sessionReply>

export const enrolmentReply = z
  .object({ secret: z.string().meta({ description: "Base32" }), uri: z.string() })
  .meta({ id: "SecondFactor", description: "For an authenticator app; shown once" })

export function sessionJson({ network }: Config, operator: Operator | undefined): SessionJson {
  if (!operator) return { operator: false, name: null, roles: [], second_factor: null }
  const { name, roles, enrolled, secondFactor } = operator
  const second = { enrolled, proven: secondFactor, needed: network !== "devnet" }
  return { operator: true, name, roles: [...roles], second_factor: second }
}

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
  // By HTTP Basic a password can be tried here, too.
  errors: ["RATE_LIMITED"],
})

export const beginEnrolment = contract({
  method: "POST",
  path: "/api/admin/second-factor",
  summary: "Begin to set up the second factor: a secret for an authenticator app, shown once",
  access: "look",
  status: 201,
  reply: enrolmentReply,
  errors: ["STATE_MISMATCH"],
})

export const finishEnrolment = contract({
  method: "POST",
  path: "/api/admin/second-factor/confirm",
  summary: "Finish setting up the second factor, with its first code. All other sessions end.",
  access: "look",
  body: codeBody,
  status: 204,
  errors: ["STATE_MISMATCH"],
})

export const changeOwnPassword = contract({
  method: "POST",
  path: "/api/admin/password",
  summary: "Change one's own password, of at least 12 characters. All other sessions end.",
  access: "look",
  body: newPasswordBody,
  status: 204,
  errors: ["NOT_FOUND"],
})

export const logOutEverywhere = contract({
  method: "POST",
  path: "/api/admin/logout-everywhere",
  summary: "End all sessions of the operator who asks",
  access: "look",
  status: 204,
})

const auditFilter = {
  ...period,
  action: z.enum(AUDIT_ACTIONS).optional(),
  actor: text(1, 100)
    .optional()
    .meta({ description: "Only what this one did; without it, all but what receivers set for themselves" }),
}
export const auditQuery = z.strictObject({ ...page(200, 50), ...auditFilter })
export const auditCsvQuery = z.strictObject(auditFilter)

export const auditReply = z
  .object({
    id,
    actor: z.string(),
    action: z.string().meta({ example: "pause" }),
    subject: z.string(),
    reason: z.string(),
    created_at: time,
  })
  .meta({ id: "AuditEntry" })
export type AuditJson = z.infer<typeof auditReply>

export function auditJson({ id, actor, action, subject, reason, createdAt }: AuditRecord): AuditJson {
  return { ...{ actor, action, subject, reason }, id: Number(id), created_at: createdAt.toISOString() }
}

export const listAudit = contract({
  method: "GET",
  path: "/api/audit",
  summary: "What was done and why, newest first",
  access: "look",
  paged: true,
  query: auditQuery,
  reply: z.array(auditReply),
})

export const exportAudit = contract({
  method: "GET",
  path: "/api/audit.csv",
  summary: "The same as a table, all of it",
  access: "look",
  query: auditCsvQuery,
  stream: "text/csv",
  reply: z.string().meta({ example: "id,time,who,action,subject,reason\n" }),
})

export const endBody = z.strictObject({
  kind: z.enum(OWNER_KINDS),
  id: idSchema,
  reason: reasonSchema,
})
export const endedReply = z.object({ tx_hash: hash.meta({ description: "Of the transaction that is to end it" }) })

export const endTransaction = contract({
  method: "POST",
  path: "/api/admin/end",
  summary: "End a signed transaction that does not commit, by spending the platform's own cell of it",
  access: "operate",
  body: endBody,
  status: 202,
  reply: endedReply,
  errors: ["NOT_FOUND", "STATE_MISMATCH", "CHAIN_ERROR", "CATCHING_UP", "SCHEMA_NEWER"],
})
