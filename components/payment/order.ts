import type { Messages } from "@/components/messages/en"
import { addressProblem, amountProblem } from "@/components/messages/typed-problems"
import type { CheckoutWish } from "@/lib/client/paths"
import type { Network, PaymentLink } from "@/lib/client/types"
import { typedCkb } from "@/lib/typed-amount"

export const MAX_NOTE = 1_000

/** A wish whose every value is good. */
export interface CheckoutOrder {
  to: string
  /** shannons */
  amount: bigint
  note: string
  /** the link that asks for it, if one does */
  link?: PaymentLink
  /** the merchant's name for what is paid */
  reference?: string
  /** what the payer writes to the payee; where nobody asks for one it stays empty */
  message?: string
  /** where another amount is chosen, if the payer may */
  changePath?: string
}

export type WishProblems = Partial<Record<keyof CheckoutWish, string>>

/** Checks a wish: either an order, or what is wrong in the words of the page. */
export function checkWish(
  messages: Messages,
  wish: CheckoutWish,
  network: Network | undefined,
): { order: CheckoutOrder } | { problems: WishProblems } {
  const amount = typedCkb(wish.amount)
  const problems: WishProblems = {}
  const address = addressProblem(messages, wish.to, network)
  if (address) problems.to = address
  const wrongAmount = amountProblem(messages, wish.amount)
  if (wrongAmount) problems.amount = wrongAmount
  if (wish.note.length > MAX_NOTE || wish.note.includes("\0")) problems.note = messages.typed.noteTooLong
  if (amount === undefined || Object.keys(problems).length > 0) return { problems }
  return { order: { to: wish.to, amount, note: wish.note } }
}
