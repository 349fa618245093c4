import { payments as en } from "./en/payments"
import { payments as zh } from "./zh/payments"

/** The texts of what a payer keeps of a payment, for `useTexts` and `getTexts`. */
export const PAYMENTS = { en, "zh-CN": zh }
