import type { Context } from "@/lib/context"
import { type Shannons, shannons, sum } from "@/lib/money"
import { type PayoutPreview, previewPayout } from "@/lib/settlement/preview"
import { previewTopUps } from "@/lib/withdrawal/top-up"

export interface PayoutsPreview extends PayoutPreview {
  /** Who is paid into a cell that they have, of which they bear the network fee */
  topUps: { receiver: string; amount: Shannons }[]
}

/**
 * Whom `settleNow` would pay, and who stays out. Who can be paid into a cell of theirs is not counted among those who
 * wait for one of their own.
 *
 * @throws ChainError when the node does not answer
 */
export async function previewPayouts(ctx: Context): Promise<PayoutsPreview> {
  const preview = await previewPayout(ctx)
  const topUps = await previewTopUps(ctx, new Set(preview.receivers.map(({ receiver }) => receiver)))
  const paid = sum(topUps.map(({ amount }) => amount))
  const waiting = preview.waiting
    .map((each) =>
      each.reason === "threshold"
        ? { ...each, receivers: each.receivers - topUps.length, amount: shannons(each.amount - paid) }
        : each,
    )
    .filter(({ receivers }) => receivers > 0)
  return { ...preview, topUps, waiting }
}
