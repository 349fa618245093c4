import { z } from "zod"
import type { Overview } from "@/lib/operator/overview"
import { contract } from "../contract"
import { shannons, time } from "./fields"

export const overviewReply = z
  .object({
    today: z.object({
      from: time,
      payments: z.int().meta({ description: "Signed ones, without those that have failed" }),
      amount: shannons,
      fees: shannons,
    }),
    owed: z.object({
      amount: shannons,
      receivers: z.int(),
      more: z.boolean().meta({ description: "There are more receivers than were counted" }),
    }),
    stuck: z
      .object({ payments: z.int(), payouts: z.int(), since: time.nullable() })
      .meta({ description: "Signed transactions that no block has taken for 15 minutes, and since when the oldest" }),
    pool: z.object({ lendable: z.int(), low: z.boolean(), low_below: z.int() }),
    block: z.object({ number: z.int(), processed_at: time }).nullable(),
    inngest_answers: z.boolean().nullable().meta({ description: "null: the server runs its jobs itself" }),
  })
  .meta({ id: "Overview" })
export type OverviewJson = z.infer<typeof overviewReply>

/** @param inngestAnswers undefined where the jobs are not Inngest's */
export function overviewJson(
  { today, owed, stuck, pool, block }: Overview,
  inngestAnswers: boolean | undefined,
): OverviewJson {
  return {
    today: {
      ...{ payments: today.payments, from: today.from.toISOString() },
      amount: today.amount.toString(),
      fees: today.fees.toString(),
    },
    owed: { ...owed, amount: owed.amount.toString() },
    stuck: { payments: stuck.payments, payouts: stuck.payouts, since: stuck.since?.toISOString() ?? null },
    pool: { lendable: pool.lendable, low: pool.low, low_below: pool.lowBelow },
    block: block && { number: Number(block.number), processed_at: block.processedAt.toISOString() },
    inngest_answers: inngestAnswers ?? null,
  }
}

export const getOverview = contract({
  method: "GET",
  path: "/api/admin/overview",
  summary: "The numbers of today, what is owed, what is stuck, what is left of the pool, the newest block",
  access: "look",
  reply: overviewReply,
})
