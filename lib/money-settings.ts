import type { Config } from "@/lib/config"
import { formatCkb, type Shannons } from "@/lib/money"

/**
 * The settings that decide what is signed and paid, by the names of their variables and as a person writes them. No
 * secret is among them: they are written down beside the running server, and shown where two processes go by different
 * ones.
 */
export function moneySettings(config: Config): Record<string, string> {
  const limit = (amount: Shannons | undefined) => (amount === undefined ? "no limit" : formatCkb(amount))
  return {
    CKB_NETWORK: config.network,
    CONFIRMATIONS: String(config.confirmations),
    PLATFORM_FEE_BPS: String(config.feeBps),
    REFUND_PLATFORM_FEE: String(config.refundsFee),
    MIN_WITHDRAWAL_CKB: formatCkb(config.minWithdrawal),
    MAX_SETTLEMENT_CKB: limit(config.payoutLimits.settlement),
    MAX_DAILY_PAYOUT_CKB: limit(config.payoutLimits.day),
    FOUR_EYES_CKB: limit(config.fourEyes),
    POOL_CELLS: String(config.poolCells),
    HOLD_SECONDS: String(config.holdSeconds),
  }
}
