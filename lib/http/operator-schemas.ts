import { z } from "zod"
import { OWNER_KINDS } from "@/lib/transaction/owner"
import "zod-openapi"
import type { Hex } from "@/lib/hex"
import { addressSchema, amountSchema, idParams, page, shownText, text } from "./schemas"

/** What only the operator sends. Unknown fields are refused, as everywhere. */

export { idParams }

const reason = shownText(1, 500).meta({ description: "Why, for the audit log" })
const id = z.int().min(1).transform(BigInt)
/** As many as one transaction can make or spend. */
const cells = z.int().min(1).max(500).meta({ description: "add: new cells; merge: cells that go in" })
const operation = z.enum(["add", "merge"])
const hash = z
  .string()
  .regex(/^0x[0-9a-f]{64}$/, "must be a transaction hash")
  .transform((value) => value as Hex)
const seen = {
  inputs: z.array(id).min(1).max(1_000).meta({ description: "The plan's inputs" }),
  tx_hash: hash.meta({ description: "The plan's hash: nothing else is signed" }),
  reason,
}
const withdrawal = { to: addressSchema, amount: amountSchema }

export const planPoolBody = z.strictObject({ operation, cells }).meta({ id: "PoolPlanRequest" })
export const changePoolBody = z.strictObject({ operation, cells, ...seen }).meta({ id: "PoolChangeRequest" })
export const planFeesBody = z.strictObject(withdrawal).meta({ id: "FeePlanRequest" })
export const withdrawFeesBody = z.strictObject({ ...withdrawal, ...seen }).meta({ id: "FeeWithdrawalRequest" })
export const pauseBody = z.strictObject({ scope: z.enum(["prepare", "settlement", "all"]), reason })
export const reasonBody = z.strictObject({ reason })
export const endBody = z.strictObject({ kind: z.enum(OWNER_KINDS), id, reason })
export const approvalBody = z.strictObject({ receiver: addressSchema, amount: amountSchema, reason })
export const dayLimitBody = z.strictObject({ amount: amountSchema, reason })
export const confirmBody = z
  .strictObject({ reason, inputs: seen.inputs.optional(), tx_hash: seen.tx_hash.optional() })
  .meta({ id: "ProposalConfirmation", description: "A withdrawal of fees takes inputs and tx_hash from a plan of now" })
const code = z
  .string()
  .transform((digits) => digits.replace(/\s/g, ""))
  .pipe(z.string().regex(/^\d{6}$/, "must have six digits"))
  .meta({ override: { type: "string", pattern: "^\\d{6}$" } })
const password = z.string().max(1_000)
export const loginBody = z.strictObject({
  name: z.string().max(32).default("admin"),
  password,
  code: code.optional().meta({ description: "Of the second factor, where one is set up" }),
})
export const codeBody = z.strictObject({ code })
export const newPasswordBody = z.strictObject({ password, new_password: password })
export const jobParams = z.object({ id: text(1, 100) })

const whole = (max: number, standard: number) =>
  z
    .string()
    .regex(/^\d{1,6}$/, "must be a whole number")
    .default(String(standard))
    .transform(Number)
    .refine((value) => value >= 1 && value <= max, `must be from 1 to ${max}`)
    .meta({
      override: ({ jsonSchema }: { jsonSchema: object }) => {
        Object.assign(jsonSchema, { type: "integer", pattern: undefined, minimum: 1, maximum: max, default: standard })
      },
    })

export const usageQuery = z.strictObject({ hours: whole(720, 24) })
export const feesQuery = z.strictObject({ days: whole(366, 30) })
export const operationsQuery = z.strictObject(page(200, 50))
export const auditQuery = z.strictObject({
  ...page(200, 50),
  actor: text(1, 100)
    .optional()
    .meta({ description: "Only what this one did; without it, all but what receivers set for themselves" }),
})
