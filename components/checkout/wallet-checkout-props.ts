import type { CheckoutOrder } from "@/components/payment/order"
import type { ApiError } from "@/lib/client/http"
import type { SavedPayment } from "@/lib/client/saved-payments"
import type { Config } from "@/lib/client/types"
import type { ReviewedPayment } from "@/lib/review/payment"
import type { Repeat } from "./use-repeat"

/** What the part of the checkout that needs wallet code is told, and what it tells. */
export interface WalletCheckoutProps {
  config: Config
  order: CheckoutOrder
  /** why the last signature could not be used */
  rejected: ApiError | null
  /** what was paid before and would be paid again */
  repeat: Repeat
  onSigned: (payment: SavedPayment) => void
  /** somebody pressed "Connect wallet" before this code was here */
  openAtOnce?: boolean
  /** what the payment does that is ready to be signed; null while there is none */
  onReview: (review: ReviewedPayment | null) => void
}
