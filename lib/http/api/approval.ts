import { z } from "zod"
import type { Decided, OpenApproval } from "@/lib/operator/approve-payout"
import { DECISIONS, type Proposal } from "@/lib/operator/four-eyes"
import type { PayoutsPreview } from "@/lib/operator/preview-payouts"
import type { AwaitingApproval } from "@/lib/settlement/payable"
import { WAITING_REASONS } from "@/lib/settlement/preview"
import { contract } from "../contract"
import { addressSchema, amountSchema, hash, id, idParams, reasonBody, reasonSchema, shannons, time } from "./fields"
import { asPlanned } from "./pool"

export const approvalBody = z.strictObject({ receiver: addressSchema, amount: amountSchema, reason: reasonSchema })
export const dayLimitBody = z.strictObject({ amount: amountSchema, reason: reasonSchema })
export const confirmBody = z
  .strictObject({ reason: reasonSchema, inputs: asPlanned.inputs.optional(), tx_hash: asPlanned.tx_hash.optional() })
  .meta({ id: "ProposalConfirmation", description: "A withdrawal of fees takes inputs and tx_hash from a plan of now" })

export const decided = {
  status: z.enum(["done", "proposed"]).meta({ description: "proposed: another operator must confirm it" }),
  proposal: id.nullable(),
}
export const decidedReply = z.object(decided).meta({ id: "Decided" })
export type DecidedJson = z.infer<typeof decidedReply>

export const confirmedReply = z
  .object({ tx_hash: hash.nullable().meta({ description: "Of a withdrawal of fees" }) })
  .meta({ id: "ProposalConfirmed" })

export const awaitingReply = z
  .object({
    settlement_limit: shannons.nullable().meta({ description: "null: any amount" }),
    day_limit: shannons.nullable(),
    day_left: shannons.nullable(),
    receivers: z.array(z.object({ receiver: z.string(), amount: shannons })),
    alone_limit: shannons
      .nullable()
      .meta({ description: "What one operator may decide alone in a day; null: any amount" }),
    approvals: z
      .array(z.object({ id, receiver: z.string().nullable(), amount: shannons, expires_at: time }))
      .meta({ description: "Given and not used; without a receiver: of the day's limit" }),
    proposals: z.array(
      z.object({
        id,
        action: z.enum(DECISIONS),
        recipient: z.string().nullable(),
        amount: shannons,
        reason: z.string(),
        actor: z.string(),
        created_at: time,
        expires_at: time,
      }),
    ),
  })
  .meta({ id: "AwaitingApproval" })
export type AwaitingJson = z.infer<typeof awaitingReply>

export function awaitingJson(
  { settlementLimit, dayLimit, dayLeft, receivers }: AwaitingApproval,
  more: { aloneLimit: bigint | undefined; approvals: OpenApproval[]; proposals: Proposal[] },
): AwaitingJson {
  const text = (amount: bigint | null | undefined) => amount?.toString() ?? null
  return {
    settlement_limit: text(settlementLimit),
    day_limit: text(dayLimit),
    day_left: text(dayLeft),
    receivers: receivers.map(({ receiver, amount }) => ({ receiver, amount: amount.toString() })),
    alone_limit: text(more.aloneLimit),
    approvals: more.approvals.map(({ id, receiver, amount, expiresAt }) => ({
      ...{ id: Number(id), receiver, amount: amount.toString() },
      expires_at: expiresAt.toISOString(),
    })),
    proposals: more.proposals.map(({ id, action, recipient, amount, reason, actor, createdAt, expiresAt }) => ({
      ...{ id: Number(id), action, recipient, amount: amount.toString(), reason, actor },
      created_at: createdAt.toISOString(),
      expires_at: expiresAt.toISOString(),
    })),
  }
}

export function decidedJson(decided: Decided): DecidedJson {
  return { status: decided.status, proposal: decided.status === "proposed" ? Number(decided.proposal) : null }
}

const waiting = z.object({ reason: z.enum(WAITING_REASONS), receivers: z.int(), amount: shannons })
export const previewReply = z
  .object({
    receivers: z.array(z.object({ receiver: z.string(), amount: shannons })),
    amount: shannons,
    network_fee: shannons.meta({ description: "About" }),
    top_ups: z.array(z.object({ receiver: z.string(), amount: shannons })).meta({
      description: "Who is paid into an anyone-can-pay cell that they have, less the network fee of their own",
    }),
    waiting: z.array(waiting).meta({ description: "Who is owed something and stays out, and why" }),
  })
  .meta({ id: "PayoutPreview" })
export type PreviewJson = z.infer<typeof previewReply>

export function previewJson({ receivers, amount, networkFee, topUps, waiting }: PayoutsPreview): PreviewJson {
  return {
    receivers: receivers.map(({ receiver, amount }) => ({ receiver, amount: amount.toString() })),
    top_ups: topUps.map(({ receiver, amount }) => ({ receiver, amount: amount.toString() })),
    amount: amount.toString(),
    network_fee: networkFee.toString(),
    waiting: waiting.map(({ amount, ...rest }) => ({ ...rest, amount: amount.toString() })),
  }
}

export const previewPayout = contract({
  method: "GET",
  path: "/api/payout/preview",
  summary: "Whom a payout would pay now, what it would cost about, and who stays out. Nothing is signed.",
  access: "look",
  reply: previewReply,
  errors: ["CHAIN_ERROR"],
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
