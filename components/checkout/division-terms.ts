import type { CheckoutOrder } from "@/components/payment/order"
import type { Config } from "@/lib/client/types"
import type { DivisionTerms, SplitPart } from "@/lib/divide-amount"
import { shannons } from "@/lib/money"

type OrderSplit = { receiver: string } & SplitPart

/** By what a payment is divided, as the server does it: what the page shows, and what it checks before it signs. */
export function divisionTerms(
  order: CheckoutOrder,
  config: Pick<Config, "platform_fee_bps">,
): DivisionTerms<OrderSplit> {
  return {
    amount: shannons(order.amount),
    feeBps: BigInt(config.platform_fee_bps),
    splits: (order.link?.splits ?? []).map((split) => ({
      receiver: split.receiver,
      ...("bps" in split ? { bps: BigInt(split.bps) } : { amount: shannons(BigInt(split.amount)) }),
    })),
  }
}
