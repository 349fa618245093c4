import { proof as en } from "./en/proof"
import { proof as zh } from "./zh/proof"

/** The texts of what proves a receipt, and of the page that checks one, for `useTexts` and `getTexts`. */
export const PROOF = { en, "zh-CN": zh }
