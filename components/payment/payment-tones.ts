import type { Tone } from "@/components/ui/chip"
import type { PaymentStatus } from "@/lib/payment/types"

/** How the state of a payment is coloured wherever it is shown. */
export const PAYMENT_TONES: Record<PaymentStatus, Tone> = {
  prepared: "neutral",
  submitted: "warn",
  committed: "warn",
  confirmed: "accent",
  cancelled: "neutral",
  expired: "neutral",
  failed: "danger",
}
