import type { Context } from "@/lib/context"
import { toHex } from "@/lib/hex"
import { shannons } from "@/lib/money"
import type { PreparedWithdrawal } from "./prepare"

/**
 * What prepare returned, made again from the withdrawal, of which none of this ever changes; undefined when there is
 * none.
 */
export async function readPreparedWithdrawal(
  { db }: Context,
  withdrawalId: bigint,
): Promise<PreparedWithdrawal | undefined> {
  const withdrawal = await db.withdrawal.findUnique({ where: { id: withdrawalId } })
  if (!withdrawal) return undefined
  return {
    withdrawalId,
    txHash: toHex(withdrawal.txHash),
    rawTx: toHex(withdrawal.unsignedTx),
    amount: shannons(withdrawal.amount),
    networkFee: shannons(withdrawal.networkFee),
    expiresAt: withdrawal.expiresAt,
  }
}
