import type { CheckoutOrder } from "@/components/payment/order"
import { platformFee } from "@/lib/client/format"
import type { Config } from "@/lib/client/types"
import { type Shannons, shannons, sum } from "@/lib/money"

/** Who gets how much of a payment, in shannons. */
export interface OrderShares {
  fee: Shannons
  receiver: Shannons
  splits: { receiver: string; amount: Shannons }[]
}

/**
 * Divides a payment as the server does: the fee and each ratio rounded down, the rest the payee's. The commitment in
 * the transaction is checked against it, so a difference of a shannon would keep the payer from signing.
 */
export function sharesOf(order: CheckoutOrder, config: Pick<Config, "platform_fee_bps">): OrderShares {
  const fee = platformFee(order.amount, config.platform_fee_bps)
  const rest = order.amount - fee
  const splits = (order.link?.splits ?? []).map((split) => ({
    receiver: split.receiver,
    amount: shannons("bps" in split ? (rest * BigInt(split.bps)) / 10_000n : BigInt(split.amount)),
  }))
  return { fee, receiver: shannons(rest - sum(splits.map(({ amount }) => amount))), splits }
}
