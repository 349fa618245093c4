import type { Party } from "@/lib/chain/address"
import type { Context } from "@/lib/context"
import { hasReceiverCell } from "./cells"
import { withdrawalMethodOf } from "./method"
import type { WithdrawalMethod } from "./types"

/** What a receiver can know of a withdrawal before they try one. */
export interface WithdrawalOutlook {
  /** null when this lock can be paid in cells of its own only */
  method: WithdrawalMethod | null
  /** Whether the address has a cell that a withdrawal can add to: without one there is nothing to withdraw into */
  hasCell: boolean
}

/** Asks the node, so it is for whoever is about to withdraw, and not for what a page reads again and again. */
export async function withdrawalOutlook(ctx: Context, party: Party): Promise<WithdrawalOutlook> {
  const method = await withdrawalMethodOf(ctx.chain, party)
  return { method, hasCell: method !== null && (await hasReceiverCell(ctx, party)) }
}
