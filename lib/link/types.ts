import type { Shannons } from "@/lib/money"
import type { LinkStatus } from "@/lib/payment/link-status"
import type { SplitInput } from "@/lib/payment/parties"

/** A request for payment that can be shared as an address: `/p/SLUG`. Whom it pays and how much never changes. */
export interface PaymentLink {
  id: bigint
  slug: string
  receiver: string
  /** shannons; null leaves the amount to the payer */
  amount: Shannons | null
  /** shannons; amounts to pick from, where the amount is open */
  presets: Shannons[]
  title: string
  /** for the payer to read */
  note: string | null
  splits: SplitInput[]
  /** what its payments carry as theirs */
  info: string | null
  category: number | null
  /** for one payment only */
  oneTime: boolean
  /** shown on a counter, to be paid at once: both sides are then shown the same two words */
  atCounter: boolean
  /** what it is made for, in the merchant's words */
  reference: string | null
  /** how often what it says was changed */
  revision: number
  /** where the payer goes after paying */
  successUrl: string | null
  /** and without paying */
  cancelUrl: string | null
  /** the project that it is made for */
  projectId: bigint | null
  /** what that project wants to have back with it */
  metadata: Record<string, string>
  expiresAt: Date | null
  status: LinkStatus
  createdAt: Date
}
