import type { PaymentWithAccounts } from "@/lib/client/types"

/** What no refund has taken of a payment yet, without the platform's fee, in shannons: the server may allow less. */
export function leftToRefund({ amount, platform_fee, refunded }: PaymentWithAccounts): bigint {
  return BigInt(amount) - BigInt(platform_fee) - BigInt(refunded)
}

/** Whether some of a share is in no payout. */
export function isInNoPayout({ parts }: Pick<PaymentWithAccounts["accounts"][number], "parts">): boolean {
  return parts.some(({ status }) => status === "available")
}
