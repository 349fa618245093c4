import type { Person } from "@/lib/actor"
import type { Context } from "@/lib/context"
import { ValidationError } from "@/lib/errors"
import type { Hex } from "@/lib/hex"
import { confirmApproval } from "./approve-payout"
import { findProposal } from "./four-eyes"
import { confirmFeeWithdrawal } from "./withdraw-fees"

/**
 * Does what another person has proposed.
 *
 * @param plan of now, for a withdrawal of fees: nothing else is signed
 * @returns the hash of what was sent, if anything was
 * @throws what `takeProposal` and a withdrawal of fees throw; ValidationError for one without a plan
 */
export async function confirmProposal(
  ctx: Context<Person>,
  id: bigint,
  plan: { inputs: bigint[]; txHash: Hex } | undefined,
  reason: string,
): Promise<Hex | null> {
  const proposal = await findProposal(ctx, id)
  if (proposal.action !== "withdraw_fees") {
    await confirmApproval(ctx, proposal, reason)
    return null
  }
  if (!plan) throw ValidationError.field("tx_hash", "fees are taken out exactly as a plan says: look at it first")
  return (await confirmFeeWithdrawal(ctx, proposal, plan, reason)).txHash
}
