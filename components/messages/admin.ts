import { admin as en } from "./en/admin"
import { admin as zh } from "./zh/admin"

/** The texts of the operator's pages, for `useTexts` and `getTexts`. */
export const ADMIN = { en, "zh-CN": zh }
