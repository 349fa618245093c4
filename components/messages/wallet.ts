import { wallet as en } from "./en/wallet"
import { wallet as zh } from "./zh/wallet"

/** The texts of the wallet dialog, for `useTexts`. */
export const WALLET = { en, "zh-CN": zh }
