import { proof as en } from "./en/proof"
import { proof as zh } from "./zh/proof"

/** The texts of the page that checks a receipt, for `useTexts` and `getTexts`. */
export const PROOF = { en, "zh-CN": zh }
