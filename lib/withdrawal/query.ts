import { oneOf } from "@/lib/closed-list"
import type { Context } from "@/lib/context"
import { NotFound } from "@/lib/errors"
import { fromHex, type Hex, toHex } from "@/lib/hex"
import { type Shannons, shannons } from "@/lib/money"
import { SETTLEMENT_STATUSES, type SettlementStatus } from "@/lib/settlement/types"
import { WITHDRAWAL_ROW_STATUSES, type WithdrawalStatus } from "./types"

export interface Withdrawal {
  id: bigint
  receiver: string
  /** shannons */
  amount: Shannons
  networkFee: Shannons
  status: WithdrawalStatus
  txHash: Hex
  createdAt: Date
  updatedAt: Date
  expiresAt: Date
}

const FROM_SETTLEMENT: Record<SettlementStatus, WithdrawalStatus> = {
  signed: "submitted",
  committed: "committed",
  confirmed: "confirmed",
  failed: "failed",
}

/** Whether a withdrawal pays this lock. */
export async function isReceiverOf({ db }: Context, id: bigint, lockHash: Hex): Promise<boolean> {
  return (await db.withdrawal.count({ where: { id, receiverLockHash: fromHex(lockHash) } })) > 0
}

/** @throws NotFound for an unknown withdrawal */
export async function getWithdrawal(ctx: Context, id: bigint): Promise<Withdrawal> {
  const row = await ctx.db.withdrawal.findUnique({
    where: { id },
    include: { settlement: { select: { status: true } } },
  })
  if (!row) throw new NotFound(`There is no withdrawal ${id}.`)
  const status = row.settlement
    ? FROM_SETTLEMENT[oneOf(SETTLEMENT_STATUSES, row.settlement.status)]
    : oneOf(WITHDRAWAL_ROW_STATUSES, row.status)
  return {
    id: row.id,
    receiver: row.receiver,
    amount: shannons(row.amount),
    networkFee: shannons(row.networkFee),
    status,
    txHash: toHex(row.txHash),
    createdAt: row.createdAt,
    updatedAt: row.updatedAt,
    expiresAt: row.expiresAt,
  }
}
